-- Views for analysts, and a role that can read them and nothing else. Run as a superuser, again after each update of the server;
-- before an update: DROP SCHEMA analyst CASCADE. Give the role a password or a line in pg_hba.conf to let somebody in.
BEGIN;
DROP SCHEMA IF EXISTS analyst CASCADE;
CREATE SCHEMA analyst;

CREATE VIEW analyst.api_target AS
SELECT t.id, u.code AS org_unit, u.name AS org_unit_name, r.code AS resolution, i.code AS indicator, i.name AS indicator_name, i.measure,
       nullif(t.group_code, '') AS group_code, t.period, d.scope_start, d.scope_end, t.recurrence, t.rule_kind, t.rule,
       t.baseline_value, t.baseline_on, t.applicable, t.wording, t.clause, t.weight, t.lead, t.position, t.row_version AS version
FROM target t
JOIN organisation_unit u ON u.id = t.organisation_unit_id
JOIN resolution r ON r.id = t.resolution_id
JOIN indicator i ON i.id = t.indicator_id
CROSS JOIN LATERAL (
  -- A term has its resolution's own days; the columns beside its name say nothing.
  SELECT CASE WHEN t.period NOT LIKE '____-____' THEN t.scope_start
              WHEN t.period = r.term AND r.term_start IS NOT NULL THEN r.term_start
              ELSE make_date(left(t.period, 4)::int, 1, 1) END AS scope_start,
         CASE WHEN t.period NOT LIKE '____-____' THEN t.scope_end
              WHEN t.period = r.term AND r.term_end IS NOT NULL THEN r.term_end
              ELSE make_date(right(t.period, 4)::int, 12, 31) END AS scope_end
) d;

CREATE VIEW analyst.api_actual AS
SELECT u.code AS org_unit, u.name AS org_unit_name, i.code AS indicator, i.name AS indicator_name, i.measure,
       nullif(a.group_code, '') AS group_code, a.period,
       CASE WHEN a.period NOT LIKE '____-____' THEN a.period_start END AS period_start,
       CASE WHEN a.period NOT LIKE '____-____' THEN a.period_end END AS period_end,
       -- As many digits as the division needs, for PostgreSQL keeps sixteen.
       coalesce(a.value, round(a.numerator * i.factor * 1.000000000000000000000000000000 / nullif(a.denominator, 0), 10)) AS value,
       a.numerator, a.denominator, a.level, a.bound, a.status, a.source, a.note, a.late, a.row_version AS version
FROM actual a
JOIN organisation_unit u ON u.id = a.organisation_unit_id
JOIN indicator i ON i.id = a.indicator_id;

COMMENT ON SCHEMA analyst IS 'For analysts: read only, as the API says it. / Dành cho người phân tích: chỉ đọc, như API trả lời.';
COMMENT ON VIEW analyst.api_target IS 'What resolutions ask, as GET /targets/{id}. / Chỉ tiêu của nghị quyết, như GET /targets/{id}.';
COMMENT ON COLUMN analyst.api_target.period IS 'The time it is asked for: 2025, 2025-Q1, 2020-2025. / Thời gian của chỉ tiêu.';
COMMENT ON COLUMN analyst.api_target.scope_start IS 'First day of that time; a term has its resolution''s own. / Ngày đầu; nhiệm kỳ theo nghị quyết.';
COMMENT ON COLUMN analyst.api_target.scope_end IS 'Last day of that time. / Ngày cuối.';
COMMENT ON COLUMN analyst.api_target.rule IS 'What is asked: a kind and its numbers. / Nội dung chỉ tiêu: loại và các con số.';
COMMENT ON COLUMN analyst.api_target.group_code IS 'The sub-group it is for; null for the whole. / Nhóm; null là toàn bộ.';
COMMENT ON COLUMN analyst.api_target.applicable IS 'False where it does not apply to this unit. / False khi không áp dụng cho đơn vị.';
COMMENT ON VIEW analyst.api_actual IS 'Reported figures as they stand, as GET /actuals. / Kết quả thực hiện hiện hành, như GET /actuals.';
COMMENT ON COLUMN analyst.api_actual.period_start IS 'First day; null of a term, whose days its resolution says. / Ngày đầu; null với nhiệm kỳ.';
COMMENT ON COLUMN analyst.api_actual.value IS 'The number, or the rate that the counts make; null is not zero. / Giá trị, hoặc tỷ lệ tính từ tử và mẫu; null không phải 0.';
COMMENT ON COLUMN analyst.api_actual.bound IS 'Set where the source only gives a bound. / Có khi nguồn chỉ cho cận.';
COMMENT ON COLUMN analyst.api_actual.status IS 'How far the figure has got: estimate, provisional, final. / Mức độ chính thức của số liệu.';
COMMENT ON COLUMN analyst.api_actual.late IS 'Came after its period had once been closed. / Báo cáo sau khi đã khóa sổ.';

DO $$
BEGIN
  CREATE ROLE indicator_analyst LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$;
ALTER ROLE indicator_analyst SET statement_timeout = '30s';
ALTER ROLE indicator_analyst SET idle_in_transaction_session_timeout = '60s';
ALTER ROLE indicator_analyst SET default_transaction_read_only = on;
GRANT USAGE ON SCHEMA analyst TO indicator_analyst;
GRANT SELECT ON ALL TABLES IN SCHEMA analyst TO indicator_analyst;
COMMIT;
