// What resolutions call their measures and what they ask for. They are in Vietnamese whatever language the page is in.
export const yesNo = 'có/không', ratePerYear = '%/năm';

/** What is counted one by one. */
export const counts = ['hộ', 'người', 'đảng viên', 'vụ', 'xã', 'phường', 'thôn', 'tổ', 'trường', 'lao động', 'tuyến', 'mô hình', 'chi bộ', 'nhà', 'công trình', 'doanh nghiệp', 'con', 'tiêu chí'];
/** Measures of what adds up over a year, for names that say that it happens. */
export const amounts = /tỷ|triệu|tấn|ha/;
export const flows = /kết nạp|thu ngân sách|giải quyết|trồng|xây|sản lượng|hỗ trợ|vụ /i;
export const measures = ['%', yesNo, ...counts, 'triệu đồng/người/năm', 'tỷ đồng', ratePerYear, 'ha', 'tấn', 'km'];
