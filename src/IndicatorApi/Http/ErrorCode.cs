namespace IndicatorApi.Http;

/// <summary>One kind of error: its stable code, the status it answers with, and its sentence in both languages.</summary>
/// <param name="Code">Stable name for programs.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="English">What is wrong and how to mend it; <c>{0}</c> and so on are filled in.</param>
/// <param name="Vietnamese">The same in Vietnamese.</param>
public sealed record ErrorCode(string Code, int Status, string English, string Vietnamese);

/// <summary>Every error that the API answers with.</summary>
public static class ErrorCodes
{
    // 400: the request is not of the right shape.
    public static readonly ErrorCode MalformedJson = new("malformed_json", 400,
        "The body is not the JSON expected here: {0}", "Nội dung gửi lên không phải JSON đúng dạng: {0}");
    public static readonly ErrorCode UnknownMember = new("unknown_member", 400,
        "There is no member of this name here. Check the spelling.", "Không có thành phần tên này. Hãy kiểm tra chính tả.");
    public static readonly ErrorCode DuplicateMember = new("duplicate_member", 400,
        "The member '{0}' is given twice.", "Thành phần '{0}' bị lặp lại.");
    public static readonly ErrorCode Required = new("required", 400,
        "A value is required here.", "Cần có giá trị ở đây.");
    public static readonly ErrorCode WrongType = new("wrong_type", 400,
        "The value is not of the type expected here: {0}", "Giá trị không đúng kiểu: {0}");
    public static readonly ErrorCode NumberAsText = new("number_as_text", 400,
        "Write a JSON number, not text: 1862 or 55.94, not \"1.862\" or \"55,94\".",
        "Hãy ghi số kiểu JSON, không ghi chữ: 1862 hoặc 55.94, không ghi \"1.862\" hay \"55,94\".");
    public static readonly ErrorCode UnknownWord = new("unknown_word", 400,
        "'{0}' is not one of: {1}.", "'{0}' không thuộc các giá trị: {1}.");
    public static readonly ErrorCode InvalidPeriod = new("invalid_period", 400,
        "'{0}' is not a period. Write 2022, 2022-S1, 2022-Q3, 2022-05, 2020-2025 or 2020-05-20--2022-12-31{1}.",
        "'{0}' không phải kỳ báo cáo. Hãy ghi 2022, 2022-S1, 2022-Q3, 2022-05, 2020-2025 hoặc 2020-05-20--2022-12-31{1}.");
    public static readonly ErrorCode InvalidInstant = new("invalid_instant", 400,
        "'{0}' is not an instant. Write it with its zone: 2023-01-31T17:00:00Z.", "'{0}' không phải thời điểm. Hãy ghi kèm múi giờ: 2023-01-31T17:00:00Z.");
    public static readonly ErrorCode InvalidQuery = new("invalid_query", 400,
        "The query parameter cannot be read: {0}", "Không đọc được tham số: {0}");
    public static readonly ErrorCode UnknownParameter = new("unknown_parameter", 400,
        "There is no query parameter of this name here. Known are: {0}.", "Không có tham số tên này. Các tham số có: {0}.");
    public static readonly ErrorCode InvalidCursor = new("invalid_cursor", 400,
        "The cursor is not one that this list gave.", "Con trỏ trang không do danh sách này cấp.");
    public static readonly ErrorCode InvalidLimit = new("invalid_limit", 400,
        "The limit must be from 1 to {0}.", "Giới hạn phải từ 1 đến {0}.");
    public static readonly ErrorCode TooMany = new("too_many", 400,
        "At most {0} items at once.", "Mỗi lần tối đa {0} mục.");
    public static readonly ErrorCode InvalidIdempotencyKey = new("invalid_idempotency_key", 400,
        "An Idempotency-Key is one text of 1 to {0} visible ASCII characters.", "Idempotency-Key là một chuỗi từ 1 đến {0} ký tự ASCII nhìn thấy được.");
    public static readonly ErrorCode IdempotencyKeyNotTaken = new("idempotency_key_not_taken", 400,
        "This address does not take an Idempotency-Key: its answer is kept nowhere.",
        "Địa chỉ này không nhận Idempotency-Key: câu trả lời không được lưu ở đâu.");
    public static readonly ErrorCode BadRequest = new("bad_request", 400,
        "The request cannot be read: {0}", "Không đọc được yêu cầu: {0}");

    public static readonly ErrorCode TwoCredentials = new("two_credentials", 400,
        "Show a key or a token, not both.", "Chỉ gửi khóa truy cập hoặc mã token, không gửi cả hai.");

    // 401, 403
    public static readonly ErrorCode Unauthenticated = new("unauthenticated", 401,
        "Show a key in the header X-Api-Key.", "Hãy gửi khóa truy cập trong tiêu đề X-Api-Key.");
    public static readonly ErrorCode InvalidToken = new("invalid_token", 401,
        "The token is not taken: {0}.", "Không nhận mã token: {1}.");
    public static readonly ErrorCode SenderEnded = new("sender_ended", 403,
        "The key or token that sent this was revoked, has expired or may no longer report. Nothing was stored; send it again with another.",
        "Khóa hoặc mã token đã gửi nội dung này bị thu hồi, hết hạn hoặc không còn quyền báo cáo. Chưa có gì được lưu; hãy gửi lại bằng khóa khác.");
    public static readonly ErrorCode Forbidden = new("forbidden", 403,
        "Your key does not allow this.", "Khóa của bạn không có quyền này.");

    public static readonly ErrorCode ForeignUnit = new("foreign_unit", 403,
        "Your key does not cover '{0}'.", "Khóa của bạn không bao gồm '{0}'.");

    public static readonly ErrorCode OwnSubmission = new("own_submission", 403,
        "Another person than who submitted it decides. You may withdraw it.", "Người khác với người trình phải quyết định. Bạn có thể rút lại.");
    public static readonly ErrorCode ForeignSubmission = new("foreign_submission", 403,
        "Only who submitted it may withdraw it. You may reject it.", "Chỉ người trình được rút lại. Bạn có thể từ chối.");

    // 404, 405
    public static readonly ErrorCode NotFound = new("not_found", 404,
        "There is nothing here.", "Không có gì ở địa chỉ này.");
    public static readonly ErrorCode UnknownResource = new("unknown_resource", 404,
        "There is no {0} '{1}'.", "Không có {0} '{1}'.");
    public static readonly ErrorCode MethodNotAllowed = new("method_not_allowed", 405,
        "This address does not take this method.", "Địa chỉ này không nhận phương thức này.");

    public static readonly ErrorCode CursorExpired = new("cursor_expired", 410,
        "The database was restored, or another server took over, since this cursor was given. Start again without 'after'.",
        "Cơ sở dữ liệu đã được khôi phục hoặc chuyển máy kể từ khi cấp con trỏ này. Hãy bắt đầu lại, không gửi 'after'.");

    // 409, 412, 428
    public static readonly ErrorCode AlreadyExists = new("already_exists", 409,
        "'{0}' exists already with other content. Change it with PUT.", "'{0}' đã có với nội dung khác. Hãy sửa bằng PUT.");
    public static readonly ErrorCode StillReferenced = new("still_referenced", 409,
        "It is still used by {0}; remove those first.", "Vẫn còn được dùng bởi {0}; hãy xóa chúng trước.");
    public static readonly ErrorCode Conflict = new("conflict", 409,
        "Another change came in between. Read it again and repeat.", "Có thay đổi khác xen vào. Hãy đọc lại rồi thử lại.");
    public static readonly ErrorCode StillRunning = new("still_running", 409,
        "The first request with this Idempotency-Key is still running. Ask again shortly.",
        "Yêu cầu đầu tiên với Idempotency-Key này vẫn đang chạy. Hãy hỏi lại sau.");
    public static readonly ErrorCode LastAdministrator = new("last_administrator", 409,
        "It is the last administrator's key for all units. Make another one first.", "Đây là khóa quản trị cuối cùng cho mọi đơn vị. Hãy tạo khóa khác trước.");
    public static readonly ErrorCode AlreadyClosed = new("already_closed", 409,
        "The period {0} is closed for '{1}' already, by /api/v1/closures/{2}.", "Kỳ {0} của '{1}' đã chốt số liệu từ trước, theo /api/v1/closures/{2}.");
    public static readonly ErrorCode AlreadyReopened = new("already_reopened", 409,
        "This closure does not hold for '{0}', or holds no more.", "Lần chốt số liệu này không áp dụng, hoặc không còn áp dụng cho '{0}'.");
    public static readonly ErrorCode AlreadyDecided = new("already_decided", 409,
        "This submission is {0} already.", "Bản trình này đã được quyết định: {0}.");
    public static readonly ErrorCode JudgementDecided = new("judgement_decided", 409,
        "This judgement is {0} already.", "Đánh giá này đã được quyết định: {0}.");
    public static readonly ErrorCode OwnJudgement = new("own_judgement", 403,
        "Another person than who set it decides about a judgement.", "Người khác với người đánh giá phải quyết định.");
    public static readonly ErrorCode RemedyWithdrawn = new("remedy_withdrawn", 409,
        "This question is withdrawn. Ask anew.", "Yêu cầu này đã được rút. Hãy gửi yêu cầu mới.");
    public static readonly ErrorCode StaleSubmission = new("stale_submission", 409,
        "The figure has changed since this was submitted: it was based on version {0}, now it is version {1} (0 is none). Reject it, "
            + "or have it withdrawn and submitted again.",
        "Số liệu đã thay đổi từ khi trình: bản trình dựa trên phiên bản {0}, hiện tại là {1} (0 là chưa có). Hãy từ chối, hoặc rút lại và trình lại.");
    public static readonly ErrorCode Stale = new("stale", 412,
        "It has changed since you read it: the current ETag is {0}. Read it again, then send If-Match with that.",
        "Dữ liệu đã thay đổi từ khi bạn đọc: ETag hiện tại là {0}. Hãy đọc lại rồi gửi If-Match với giá trị đó.");
    public static readonly ErrorCode PreconditionRequired = new("precondition_required", 428,
        "It exists: send If-Match with its ETag ({0}), so that nobody's change is lost.",
        "Dữ liệu đã có: hãy gửi If-Match với ETag của nó ({0}) để không mất thay đổi của ai.");

    // 413, 414, 415, 406
    public static readonly ErrorCode TooLarge = new("too_large", 413,
        "The body is too large. Send it in parts.", "Nội dung quá lớn. Hãy chia nhỏ.");
    public static readonly ErrorCode TooSlow = new("too_slow", 408,
        "The body came too slowly and was given up. Nothing was stored.", "Nội dung gửi quá chậm nên bị dừng. Chưa có gì được lưu.");
    public static readonly ErrorCode AddressTooLong = new("address_too_long", 414,
        "The address with its query has more than {0} characters.", "Địa chỉ cùng tham số dài hơn {0} ký tự.");
    public static readonly ErrorCode PackedBody = new("packed_body", 415,
        "Send the body as it is, without Content-Encoding.", "Hãy gửi nội dung không nén, không có Content-Encoding.");
    public static readonly ErrorCode UnsupportedMediaType = new("unsupported_media_type", 415,
        "Send application/json.", "Hãy gửi application/json.");

    // 422: well-formed, but against a rule of the domain.
    public static readonly ErrorCode InvalidCode = new("invalid_code", 422,
        "A code has 1 to 64 of a-z, 0-9 and '-', and begins with a letter or digit.", "Mã gồm 1 đến 64 ký tự a-z, 0-9 và '-', bắt đầu bằng chữ hoặc số.");
    public static readonly ErrorCode InvalidText = new("invalid_text", 422,
        "The text has control, invisible or direction characters, or is empty.", "Văn bản có ký tự điều khiển, ký tự ẩn hoặc đổi hướng, hoặc để trống.");
    public static readonly ErrorCode TooLong = new("too_long", 422,
        "At most {0} characters.", "Tối đa {0} ký tự.");
    public static readonly ErrorCode UnknownReference = new("unknown_reference", 422,
        "There is no {0} '{1}'. Check how it is written.", "Không có {0} '{1}'. Hãy kiểm tra cách viết.");
    public static readonly ErrorCode NumberNotStorable = new("number_not_storable", 422,
        "At most {0} digits before and {1} after the decimal point, so that nothing is rounded.{2}",
        "Tối đa {0} chữ số phần nguyên và {1} chữ số thập phân, để không phải làm tròn.{2}");
    public static readonly ErrorCode OutsideLimits = new("outside_limits", 422,
        "{0} cannot be: this indicator is {1}.", "{0} không thể có: chỉ tiêu này {1}.");
    public static readonly ErrorCode NotWhole = new("not_whole", 422,
        "{0} cannot be: this indicator counts in whole numbers (decimals 0).", "{0} không thể có: chỉ tiêu này đếm bằng số nguyên (decimals là 0).");
    public static readonly ErrorCode TooManyDecimals = new("too_many_decimals", 422,
        "{0} has more decimals than this indicator takes ({1}).", "{0} có nhiều chữ số thập phân hơn mức của chỉ tiêu này ({1}).");
    public static readonly ErrorCode OutOfRange = new("out_of_range", 422,
        "The value must be {0}.", "Giá trị phải {0}.");
    public static readonly ErrorCode Inconsistent = new("inconsistent", 422, "{0}", "{1}");
    public static readonly ErrorCode RepeatedKey = new("repeated_key", 422,
        "The same key stands at {0}.", "Khóa này đã có ở {0}.");
    public static readonly ErrorCode CodeDiffers = new("code_differs", 422,
        "The code in the body differs from the one in the address.", "Mã trong nội dung khác mã trong địa chỉ.");

    public static readonly ErrorCode TooManyRows = new("too_many_rows", 422,
        "An XLSX sheet holds at most {0} rows. Narrow the list, or take format=csv.",
        "Một trang XLSX chứa tối đa {0} dòng. Hãy thu hẹp danh sách hoặc dùng format=csv.");
    public static readonly ErrorCode IdempotencyKeyReused = new("idempotency_key_reused", 422,
        "This Idempotency-Key was used with another body or query. Take a new key for a new request.",
        "Idempotency-Key này đã dùng với nội dung khác. Hãy dùng khóa mới cho yêu cầu mới.");

    public static readonly ErrorCode PeriodClosed = new("period_closed", 422,
        "The period {0} is closed for '{1}' and all under it. Who plans there can open it again: POST /api/v1/closures/{2}/reopening.",
        "Kỳ {0} của '{1}' và các đơn vị cấp dưới đã chốt số liệu. Người lập kế hoạch ở đó có thể mở lại: POST /api/v1/closures/{2}/reopening.");
    public static readonly ErrorCode OutsideUnitLife = new("outside_unit_life", 422,
        "'{0}' existed from {1} to {2}, and this is about no day of that time. Correct validFrom or validTo of the unit, or the period.",
        "'{0}' tồn tại từ {1} đến {2}, nội dung này không thuộc ngày nào trong thời gian đó. Hãy sửa validFrom hoặc validTo của đơn vị, hoặc sửa kỳ.");
    // Files that are imported.
    public static readonly ErrorCode UnsupportedFile = new("unsupported_file", 415,
        "Send CSV (text/csv) or an Excel workbook (.xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet), "
            + "as the body or as the one file of multipart/form-data. {0}",
        "Hãy gửi CSV (text/csv) hoặc bảng tính Excel (.xlsx), trực tiếp hoặc là tệp duy nhất của multipart/form-data. {1}");
    public static readonly ErrorCode ImportEnded = new("import_ended", 409,
        "The import has ended already; there is nothing to cancel.", "Việc nhập tệp đã kết thúc; không còn gì để hủy.");
    public static readonly ErrorCode FileUnreadable = new("file_unreadable", 422,
        "The file cannot be read: {0}", "Không đọc được tệp: {1}");
    public static readonly ErrorCode NotUtf8 = new("not_utf8", 422,
        "Line {0} is not UTF-8. Save the file as \"CSV UTF-8\" or as a workbook; older encodings (windows-1258, TCVN3, VNI) are not read, "
            + "because they cannot be told apart.",
        "Dòng {0} không phải UTF-8. Hãy lưu tệp dạng \"CSV UTF-8\" hoặc dạng bảng tính; không đọc các bảng mã cũ (windows-1258, TCVN3, "
            + "VNI) vì không thể phân biệt chắc chắn.");
    public static readonly ErrorCode HeaderMissing = new("header_missing", 422,
        "None of the first {0} rows names the columns. Needed are orgUnit, indicator, period and value, or the Vietnamese names.{1}",
        "Trong {0} dòng đầu không có dòng tiêu đề cột. Cần có Mã đơn vị, Mã chỉ tiêu, Kỳ báo cáo và Kết quả thực hiện.{1}");
    public static readonly ErrorCode ColumnAsked = new("column_asked", 422,
        "The column '{0}' may be {1}. Rename it to what it is, or say it with columns={2}.",
        "Cột '{0}' có thể là {1}. Hãy đổi tên cột cho rõ, hoặc chỉ rõ bằng tham số columns={2}.");
    public static readonly ErrorCode SecondTable = new("second_table", 422,
        "{0} Nothing is left out silently: send one table at a time.", "{1} Không bỏ qua dữ liệu nào: hãy gửi từng bảng một.");
    public static readonly ErrorCode OldFont = new("old_font", 422,
        "'{0}' is typed for the old font {1}. Convert the file to Unicode first (Unikey: Ctrl+Shift+F6).",
        "'{0}' được gõ bằng phông chữ cũ {1}. Hãy chuyển tệp sang Unicode trước (Unikey: Ctrl+Shift+F6).");
    public static readonly ErrorCode UnknownColumn = new("unknown_column", 422,
        "The column '{0}' is not known. Rename or remove it, or say what it is with columns=; nothing is dropped silently.",
        "Không có cột tên '{0}'. Hãy đổi tên hoặc xóa cột này, hoặc chỉ rõ bằng tham số columns=; không bỏ qua dữ liệu nào.");
    public static readonly ErrorCode RepeatedColumn = new("repeated_column", 422,
        "The column '{0}' means the same as '{1}'.", "Cột '{0}' trùng nghĩa với cột '{1}'.");
    public static readonly ErrorCode MissingColumn = new("missing_column", 422,
        "The column {0} is missing.", "Thiếu cột {0}.");
    public static readonly ErrorCode AmbiguousName = new("ambiguous_name", 422,
        "'{0}' could be: {1}. Write the code.", "'{0}' có thể là: {1}. Hãy ghi mã.");
    public static readonly ErrorCode NotANumber = new("not_a_number", 422,
        "'{0}' is no number here. Leave the cell empty where the figure is not known.", "'{0}' không phải số ở đây. Nếu chưa có số liệu, hãy để trống ô.");
    public static readonly ErrorCode AmbiguousNumber = new("ambiguous_number", 422,
        "'{0}' may be {1} (locale=vi) or {2} (locale=en). Say which with locale.",
        "'{0}' có thể là {1} (locale=vi) hoặc {2} (locale=en). Hãy chọn bằng tham số locale.");
    public static readonly ErrorCode NumberIsDate = new("number_is_date", 422,
        "The cell is a date; a spreadsheet makes one of 3/4 and of 2022-05. Format the column as text and write it again.",
        "Ô này là ngày tháng; bảng tính tự đổi 3/4 hoặc 2022-05 thành ngày. Hãy định dạng cột là văn bản rồi ghi lại.");
    public static readonly ErrorCode WrongSign = new("wrong_sign", 422,
        "The sign or unit '{0}' does not belong to this indicator, which is in {1}.",
        "Ký hiệu hoặc đơn vị '{0}' không phải của chỉ tiêu này, đơn vị tính là {1}.");
    public static readonly ErrorCode ShownOtherwise = new("shown_otherwise", 422,
        "The cell holds {0} and shows '{1}'. Write the number that is meant, in {2}.",
        "Ô chứa số {0} nhưng hiển thị là '{1}'. Hãy ghi đúng số cần báo cáo, đơn vị tính là {2}.");
    public static readonly ErrorCode FractionBesidePercent = new("fraction_beside_percent", 422,
        "'{0}' stands in a column with percent signs: is it {1}% or {2}%? Write the sign.",
        "'{0}' nằm trong cột có dấu phần trăm: là {1}% hay {2}%? Hãy ghi rõ dấu %.");
    public static readonly ErrorCode SplitNumber = new("split_number", 422,
        "'{0}' and '{1}' stand side by side: are they one number {0},{1} cut at its comma? Put it in quotes or save with semicolons; else send "
            + "separator=comma.",
        "'{0}' và '{1}' nằm cạnh nhau: có phải số {0},{1} bị cắt tại dấu phẩy? Hãy đặt số trong dấu nháy kép hoặc lưu tệp với dấu chấm phẩy; nếu không "
            + "phải, hãy gửi separator=comma.");
    public static readonly ErrorCode CellError = new("cell_error", 422,
        "The cell holds the spreadsheet's error {0}.", "Ô có lỗi bảng tính {0}.");
    public static readonly ErrorCode FormulaWithoutValue = new("formula_without_value", 422,
        "The cell holds a formula that was saved without its value. Open the file in a spreadsheet and save it again.",
        "Ô có công thức được lưu không kèm giá trị. Hãy mở tệp bằng bảng tính rồi lưu lại.");
    public static readonly ErrorCode MergedFigure = new("merged_figure", 422,
        "A merged cell cannot hold a figure: it is not clear which row it is for.", "Ô gộp không thể chứa số liệu: không rõ số liệu thuộc dòng nào.");
    public static readonly ErrorCode NamesDisagree = new("names_disagree", 422,
        "'{0}' and '{1}' name different things.", "'{0}' và '{1}' không cùng chỉ một đối tượng.");

    // Webhooks.
    public static readonly ErrorCode InvalidWebhookUrl = new("invalid_webhook_url", 422,
        "Give an address such as https://example.org/hook: https, a name or an address, no user name and no fragment; or a person's, such as "
            + "mailto:name@example.org.",
        "Hãy ghi địa chỉ như https://example.org/hook: https, có tên máy, không kèm tên người dùng và không có phần sau dấu #; hoặc địa chỉ thư như "
            + "mailto:ten@example.org.");
    public static readonly ErrorCode MailNotConfigured = new("mail_not_configured", 422,
        "This server sends no mail: its operator has not set Mail__Host.", "Máy chủ này không gửi thư: người vận hành chưa đặt Mail__Host.");
    public static readonly ErrorCode TooManyMails = new("too_many_mails", 422,
        "{0} is told of {1} things already.", "{0} đã nhận tin về {1} mục.");

    // Data values of DHIS2.
    public static readonly ErrorCode InvalidDhis2Period = new("invalid_dhis2_period", 400,
        "'{0}' is not a period that DHIS2 and this API share. Write 2022, 2022S1, 2022Q3 or 202205.",
        "'{0}' không phải kỳ mà cả DHIS2 và hệ thống này đều có. Hãy viết 2022, 2022S1, 2022Q3 hoặc 202205.");
    public static readonly ErrorCode DataValueHeader = new("data_value_header", 422,
        "The first line must be DHIS2's header, which begins with dataelement,period,orgunit: the columns are read by their place.",
        "Dòng đầu phải là tiêu đề của DHIS2, bắt đầu bằng dataelement,period,orgunit: các cột được đọc theo vị trí.");
    public static readonly ErrorCode UnsupportedDataValues = new("unsupported_data_values", 415,
        "Send application/json, text/csv or application/csv.", "Hãy gửi application/json, text/csv hoặc application/csv.");

    // 429
    public static readonly ErrorCode TooManyRequests = new("too_many_requests", 429,
        "Too many requests at once. Wait as long as Retry-After says.", "Quá nhiều yêu cầu cùng lúc. Hãy chờ theo Retry-After.");
    public static readonly ErrorCode TooManyWrongKeys = new("too_many_wrong_keys", 429,
        "Too many wrong keys came from your address. Wait as long as Retry-After says.",
        "Địa chỉ của bạn đã gửi quá nhiều khóa sai. Hãy chờ theo Retry-After.");

    // 5xx
    public static readonly ErrorCode Internal = new("internal", 500,
        "Something went wrong on our side. Tell the operator the traceId.", "Hệ thống gặp lỗi. Hãy báo traceId cho người quản trị.");
    public static readonly ErrorCode DatabaseUnavailable = new("database_unavailable", 503,
        "The database does not answer just now. Nothing was stored; try again shortly.",
        "Cơ sở dữ liệu tạm thời không trả lời. Chưa có gì được lưu; hãy thử lại sau.");
    public static readonly ErrorCode DatabaseRestarting = new("database_restarting", 503,
        "The private database has ended and is being started again. The log says why when it takes long.",
        "Cơ sở dữ liệu riêng đã dừng và đang được khởi động lại. Nếu kéo dài, nhật ký ghi rõ lý do.");
    public static readonly ErrorCode StorageShort = new("storage_short", 507,
        "The import may need {0} MB where {1} MB are free. Nothing was stored; make room, or send the file in parts.",
        "Lần nhập này có thể cần {0} MB trong khi chỉ còn {1} MB. Chưa có gì được lưu; hãy giải phóng dung lượng hoặc chia nhỏ tệp.");
    public static readonly ErrorCode Busy = new("busy", 503,
        "As many large answers are being made as the server can make at once. Try again shortly, or ask for pages.",
        "Hệ thống đang tạo đủ số kết quả lớn cùng lúc. Hãy thử lại sau, hoặc lấy từng trang.");
    public static readonly ErrorCode IssuerUnavailable = new("issuer_unavailable", 503,
        "The issuer of your token does not answer just now. Try again shortly; keys work meanwhile.",
        "Nơi cấp mã token tạm thời không trả lời. Hãy thử lại sau; khóa truy cập vẫn dùng được.");
    public static readonly ErrorCode NotSettled = new("not_settled", 503,
        "Something is still being recorded at this instant. Ask again shortly.", "Vẫn còn dữ liệu đang được ghi tại thời điểm này. Hãy hỏi lại sau.");
    public static readonly ErrorCode NotReplicated = new("not_replicated", 503,
        "It was stored, but no standby has confirmed it: a failover could lose it. Send it again; what is there stays as it is.",
        "Đã lưu nhưng chưa có máy dự phòng xác nhận: có thể mất khi chuyển máy. Hãy gửi lại; dữ liệu đã có vẫn giữ nguyên.");
    public static readonly ErrorCode Timeout = new("timeout", 503,
        "The answer took too long and was given up. Nothing was stored.", "Quá thời gian chờ. Chưa có gì được lưu.");
    public static readonly ErrorCode Stopping = new("stopping", 503,
        "The server is stopping. Another instance will answer.", "Máy chủ đang dừng. Máy khác sẽ trả lời.");
    public static readonly ErrorCode StorageFull = new("storage_full", 507,
        "The database has no space left. Nothing was stored.", "Cơ sở dữ liệu hết chỗ. Chưa có gì được lưu.");
}
