using System;
using System.Collections.Generic;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "actual",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: false, comment: "Sub-group the figure is for; empty for the whole."),
                    period = table.Column<string>(type: "text", nullable: false, comment: "Canonical text of the period; a term stays a term, its dates follow the resolution when read."),
                    revision = table.Column<Guid>(type: "uuid", nullable: false, comment: "Id of the row in actual_revision that is current."),
                    period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    period_end = table.Column<DateOnly>(type: "date", nullable: false),
                    value = table.Column<decimal>(type: "numeric", nullable: true),
                    numerator = table.Column<decimal>(type: "numeric", nullable: true, comment: "The part of a ratio; the rate itself is computed, never stored beside it."),
                    denominator = table.Column<decimal>(type: "numeric", nullable: true),
                    level = table.Column<string>(type: "text", nullable: true),
                    bound = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    row_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_actual", x => new { x.organisation_unit_id, x.indicator_id, x.group_code, x.period });
                    table.CheckConstraint("ck_actual_note_nfc", "note IS NFC NORMALIZED");
                    table.CheckConstraint("ck_actual_source_nfc", "source IS NFC NORMALIZED");
                },
                comment: "Current figures. No foreign keys: the one writer checks and locks what a figure refers to.");

            migrationBuilder.CreateTable(
                name: "actual_revision",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: false, comment: "Sub-group the figure is for; empty for the whole."),
                    period = table.Column<string>(type: "text", nullable: false, comment: "Canonical text of the period; a term stays a term, its dates follow the resolution when read."),
                    row_version = table.Column<long>(type: "bigint", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deleted = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    period_end = table.Column<DateOnly>(type: "date", nullable: false),
                    value = table.Column<decimal>(type: "numeric", nullable: true),
                    numerator = table.Column<decimal>(type: "numeric", nullable: true, comment: "The part of a ratio; the rate itself is computed, never stored beside it."),
                    denominator = table.Column<decimal>(type: "numeric", nullable: true),
                    level = table.Column<string>(type: "text", nullable: true),
                    bound = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_actual_revision", x => new { x.organisation_unit_id, x.indicator_id, x.group_code, x.period, x.row_version });
                    table.CheckConstraint("ck_actual_revision_note_nfc", "note IS NFC NORMALIZED");
                    table.CheckConstraint("ck_actual_revision_source_nfc", "source IS NFC NORMALIZED");
                },
                comment: "Every figure ever recorded, deletions included. The application may insert and read, never change.");

            migrationBuilder.CreateTable(
                name: "indicator",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name_en = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    search_name = table.Column<string>(type: "text", nullable: false, comment: "Lower case without Vietnamese marks, for search."),
                    group_code = table.Column<string>(type: "text", nullable: true, comment: "Heading in a resolution: economy, society, party."),
                    measure = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    value_type = table.Column<string>(type: "text", nullable: false),
                    factor = table.Column<decimal>(type: "numeric", nullable: false, comment: "100 for %, 1000 for per mille, 1 otherwise."),
                    decimals = table.Column<int>(type: "integer", nullable: false),
                    frequency = table.Column<string>(type: "text", nullable: false),
                    over_time = table.Column<string>(type: "text", nullable: false),
                    over_units = table.Column<string>(type: "text", nullable: false),
                    weight_indicator_id = table.Column<Guid>(type: "uuid", nullable: true),
                    minimum = table.Column<decimal>(type: "numeric", nullable: true, comment: "Lowest plausible value; outside it a figure is warned about, never refused."),
                    maximum = table.Column<decimal>(type: "numeric", nullable: true),
                    levels = table.Column<List<string>>(type: "text[]", nullable: false, comment: "Ordered scale, worst first; empty unless value_type is level."),
                    part_of_id = table.Column<Guid>(type: "uuid", nullable: true, comment: "The whole that this is one class of; all classes of one whole should add up to it."),
                    breaks = table.Column<string>(type: "json", nullable: true, comment: "[{on, reason}]: changes of the standard, across which figures do not compare."),
                    row_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_indicator", x => x.id);
                    table.CheckConstraint("ck_indicator_measure_nfc", "measure IS NFC NORMALIZED");
                    table.CheckConstraint("ck_indicator_name_en_nfc", "name_en IS NFC NORMALIZED");
                    table.CheckConstraint("ck_indicator_name_nfc", "name IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_indicator_part_of_id",
                        column: x => x.part_of_id,
                        principalTable: "indicator",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_indicator_weight_indicator_id",
                        column: x => x.weight_indicator_id,
                        principalTable: "indicator",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What is measured, and how its figures combine over time and over units.");

            migrationBuilder.CreateTable(
                name: "organisation_unit",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    name_en = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    search_name = table.Column<string>(type: "text", nullable: false, comment: "Lower case without Vietnamese marks, for search."),
                    level = table.Column<string>(type: "text", nullable: false),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    path = table.Column<string>(type: "text", nullable: false, comment: "Codes from the root to this unit, each followed by '/': the tree without recursion."),
                    official_code = table.Column<string>(type: "text", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: true),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    row_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_unit", x => x.id);
                    table.CheckConstraint("ck_organisation_unit_name_en_nfc", "name_en IS NFC NORMALIZED");
                    table.CheckConstraint("ck_organisation_unit_name_nfc", "name IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_organisation_unit_parent_id",
                        column: x => x.parent_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Units that report, or that others roll up to.");

            migrationBuilder.CreateTable(
                name: "reference_revision",
                columns: table => new
                {
                    kind = table.Column<string>(type: "text", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    row_version = table.Column<long>(type: "bigint", nullable: false),
                    deleted = table.Column<bool>(type: "boolean", nullable: false),
                    content = table.Column<string>(type: "jsonb", nullable: false, comment: "The row, by the names of the program; the place in the tree follows from the parents."),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reference_revision", x => new { x.kind, x.id, x.row_version });
                },
                comment: "Every unit, indicator and resolution as it ever stood. The application may insert and read, never change.");

            migrationBuilder.CreateTable(
                name: "reference_version",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_reference_version", x => x.id);
                },
                comment: "One row that counts changes to units, indicators and resolutions; caches compare it.");

            migrationBuilder.CreateTable(
                name: "target_version",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    row_version = table.Column<long>(type: "bigint", nullable: false),
                    target_id = table.Column<Guid>(type: "uuid", nullable: false),
                    deleted = table.Column<bool>(type: "boolean", nullable: false),
                    reason = table.Column<string>(type: "text", nullable: true),
                    legal_basis = table.Column<string>(type: "text", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    resolution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: false, comment: "Sub-group the target is for (professional-cells); empty for the whole."),
                    period = table.Column<string>(type: "text", nullable: false),
                    scope_start = table.Column<DateOnly>(type: "date", nullable: false, comment: "First day of the period, a term having its resolution's own dates."),
                    scope_end = table.Column<DateOnly>(type: "date", nullable: false),
                    recurrence = table.Column<string>(type: "text", nullable: false),
                    rule_kind = table.Column<string>(type: "text", nullable: false),
                    rule = table.Column<string>(type: "jsonb", nullable: false, comment: "Kind and parameters as on the wire, so that a new kind needs no migration."),
                    baseline_value = table.Column<decimal>(type: "numeric", nullable: true),
                    baseline_on = table.Column<DateOnly>(type: "date", nullable: true),
                    baseline_source = table.Column<string>(type: "text", nullable: true),
                    checkpoints = table.Column<string>(type: "jsonb", nullable: true, comment: "[{on, value}]: what the resolution asks for on the way."),
                    path_model = table.Column<string>(type: "text", nullable: false),
                    applicable = table.Column<bool>(type: "boolean", nullable: false),
                    wording = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    clause = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    weight = table.Column<decimal>(type: "numeric", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false, comment: "Order in the resolution.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_target_version", x => new { x.organisation_unit_id, x.target_id, x.row_version });
                    table.CheckConstraint("ck_target_version_clause_nfc", "clause IS NFC NORMALIZED");
                    table.CheckConstraint("ck_target_version_wording_nfc", "wording IS NFC NORMALIZED");
                },
                comment: "Every version of every target, removals included. The application may insert and read, never change.");

            migrationBuilder.CreateTable(
                name: "unit_version",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_version", x => x.organisation_unit_id);
                },
                comment: "Counts changes to a unit's facts: the ETag of its achievements, and the lock its writers take first.");

            migrationBuilder.CreateTable(
                name: "api_key",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    prefix = table.Column<string>(type: "text", nullable: false, comment: "First characters of the key, to recognise it in a list."),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 of the key; the key itself is shown once and kept nowhere."),
                    role = table.Column<string>(type: "text", nullable: false),
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: true, comment: "The unit, with all under it, that the key is for; null for all."),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_key", x => x.id);
                    table.CheckConstraint("ck_api_key_name_nfc", "name IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_api_key_unit_id",
                        column: x => x.organisation_unit_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Keys that callers show.");

            migrationBuilder.CreateTable(
                name: "benchmark",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    period = table.Column<string>(type: "text", nullable: false),
                    period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    period_end = table.Column<DateOnly>(type: "date", nullable: false),
                    scope_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    value = table.Column<decimal>(type: "numeric", nullable: false),
                    source = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    row_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_benchmark", x => new { x.organisation_unit_id, x.id });
                    table.CheckConstraint("ck_benchmark_source_nfc", "source IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_benchmark_indicator_id",
                        column: x => x.indicator_id,
                        principalTable: "indicator",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_benchmark_scope_unit_id",
                        column: x => x.scope_unit_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_benchmark_unit_id",
                        column: x => x.organisation_unit_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Values of a wider unit that reports compare with. A correction is a further row; the highest row_version of a key counts.");

            migrationBuilder.CreateTable(
                name: "resolution",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    issuer = table.Column<string>(type: "text", nullable: false),
                    congress = table.Column<string>(type: "text", nullable: true),
                    number = table.Column<string>(type: "text", nullable: true),
                    title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    adopted_on = table.Column<DateOnly>(type: "date", nullable: true),
                    term = table.Column<string>(type: "text", nullable: false, comment: "The term as text (2020-2025); term_start and term_end are its real dates where the document gives them."),
                    term_start = table.Column<DateOnly>(type: "date", nullable: true),
                    term_end = table.Column<DateOnly>(type: "date", nullable: true),
                    source_url = table.Column<string>(type: "text", nullable: true),
                    row_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_resolution", x => x.id);
                    table.CheckConstraint("ck_resolution_title_nfc", "title IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_resolution_unit_id",
                        column: x => x.organisation_unit_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Documents that set targets for a unit over a term.");

            migrationBuilder.CreateTable(
                name: "claim",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: false),
                    period = table.Column<string>(type: "text", nullable: false),
                    period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    period_end = table.Column<DateOnly>(type: "date", nullable: false),
                    resolution_id = table.Column<Guid>(type: "uuid", nullable: true),
                    percent = table.Column<decimal>(type: "numeric", nullable: true),
                    decimals = table.Column<int>(type: "integer", nullable: false, comment: "Decimals printed in the percent; one unit of the last is the tolerance of a disagreement."),
                    verdict = table.Column<string>(type: "text", nullable: true),
                    statement = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    source = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    published_on = table.Column<DateOnly>(type: "date", nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    row_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_claim", x => new { x.organisation_unit_id, x.id });
                    table.CheckConstraint("ck_claim_source_nfc", "source IS NFC NORMALIZED");
                    table.CheckConstraint("ck_claim_statement_nfc", "statement IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_claim_indicator_id",
                        column: x => x.indicator_id,
                        principalTable: "indicator",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_claim_resolution_id",
                        column: x => x.resolution_id,
                        principalTable: "resolution",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_claim_unit_id",
                        column: x => x.organisation_unit_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Percents and verdicts that reports published, beside ours. A correction is a further row; the highest row_version of a key counts.");

            migrationBuilder.CreateTable(
                name: "target",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    resolution_id = table.Column<Guid>(type: "uuid", nullable: false),
                    indicator_id = table.Column<Guid>(type: "uuid", nullable: false),
                    group_code = table.Column<string>(type: "text", nullable: false, comment: "Sub-group the target is for (professional-cells); empty for the whole."),
                    period = table.Column<string>(type: "text", nullable: false),
                    scope_start = table.Column<DateOnly>(type: "date", nullable: false, comment: "First day of the period, a term having its resolution's own dates."),
                    scope_end = table.Column<DateOnly>(type: "date", nullable: false),
                    recurrence = table.Column<string>(type: "text", nullable: false),
                    rule_kind = table.Column<string>(type: "text", nullable: false),
                    rule = table.Column<string>(type: "jsonb", nullable: false, comment: "Kind and parameters as on the wire, so that a new kind needs no migration."),
                    baseline_value = table.Column<decimal>(type: "numeric", nullable: true),
                    baseline_on = table.Column<DateOnly>(type: "date", nullable: true),
                    baseline_source = table.Column<string>(type: "text", nullable: true),
                    checkpoints = table.Column<string>(type: "jsonb", nullable: true, comment: "[{on, value}]: what the resolution asks for on the way."),
                    path_model = table.Column<string>(type: "text", nullable: false),
                    applicable = table.Column<bool>(type: "boolean", nullable: false),
                    wording = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    clause = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    weight = table.Column<decimal>(type: "numeric", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false, comment: "Order in the resolution."),
                    row_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_target", x => new { x.organisation_unit_id, x.id });
                    table.CheckConstraint("ck_target_clause_nfc", "clause IS NFC NORMALIZED");
                    table.CheckConstraint("ck_target_wording_nfc", "wording IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_target_indicator_id",
                        column: x => x.indicator_id,
                        principalTable: "indicator",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_target_resolution_id",
                        column: x => x.resolution_id,
                        principalTable: "resolution",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_target_unit_id",
                        column: x => x.organisation_unit_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "What a resolution asks; the current version of each target.");

            migrationBuilder.InsertData(
                table: "reference_version",
                columns: new[] { "id", "version" },
                values: new object[] { 1, 1L });

            migrationBuilder.CreateIndex(
                name: "ix_actual_indicator_id_unit_id_period_end",
                table: "actual",
                columns: new[] { "indicator_id", "organisation_unit_id", "period_end" });

            migrationBuilder.CreateIndex(
                name: "ix_api_key_unit_id",
                table: "api_key",
                column: "organisation_unit_id");

            migrationBuilder.CreateIndex(
                name: "ux_api_key_hash",
                table: "api_key",
                column: "hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_benchmark_indicator_id",
                table: "benchmark",
                column: "indicator_id");

            migrationBuilder.CreateIndex(
                name: "ix_benchmark_scope_unit_id",
                table: "benchmark",
                column: "scope_unit_id");

            migrationBuilder.CreateIndex(
                name: "ux_benchmark_natural_key",
                table: "benchmark",
                columns: new[] { "organisation_unit_id", "indicator_id", "period", "scope_unit_id", "row_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_claim_indicator_id",
                table: "claim",
                column: "indicator_id");

            migrationBuilder.CreateIndex(
                name: "ix_claim_resolution_id",
                table: "claim",
                column: "resolution_id");

            migrationBuilder.CreateIndex(
                name: "ux_claim_natural_key",
                table: "claim",
                columns: new[] { "organisation_unit_id", "indicator_id", "group_code", "period", "resolution_id", "row_version" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_indicator_part_of_id",
                table: "indicator",
                column: "part_of_id");

            migrationBuilder.CreateIndex(
                name: "ix_indicator_weight_indicator_id",
                table: "indicator",
                column: "weight_indicator_id");

            migrationBuilder.CreateIndex(
                name: "ux_indicator_code",
                table: "indicator",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_organisation_unit_parent_id",
                table: "organisation_unit",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "ix_organisation_unit_path",
                table: "organisation_unit",
                column: "path")
                .Annotation("Npgsql:IndexOperators", new[] { "text_pattern_ops" });

            migrationBuilder.CreateIndex(
                name: "ux_organisation_unit_code",
                table: "organisation_unit",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_resolution_unit_id",
                table: "resolution",
                column: "organisation_unit_id");

            migrationBuilder.CreateIndex(
                name: "ux_resolution_code",
                table: "resolution",
                column: "code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_target_id",
                table: "target",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_target_indicator_id_unit_id",
                table: "target",
                columns: new[] { "indicator_id", "organisation_unit_id" });

            migrationBuilder.CreateIndex(
                name: "ix_target_resolution_id",
                table: "target",
                column: "resolution_id");

            migrationBuilder.CreateIndex(
                name: "ux_target_natural_key",
                table: "target",
                columns: new[] { "organisation_unit_id", "resolution_id", "indicator_id", "group_code", "period" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_target_version_target_id",
                table: "target_version",
                column: "target_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "actual");

            migrationBuilder.DropTable(
                name: "actual_revision");

            migrationBuilder.DropTable(
                name: "api_key");

            migrationBuilder.DropTable(
                name: "benchmark");

            migrationBuilder.DropTable(
                name: "claim");

            migrationBuilder.DropTable(
                name: "reference_revision");

            migrationBuilder.DropTable(
                name: "reference_version");

            migrationBuilder.DropTable(
                name: "target");

            migrationBuilder.DropTable(
                name: "target_version");

            migrationBuilder.DropTable(
                name: "unit_version");

            migrationBuilder.DropTable(
                name: "indicator");

            migrationBuilder.DropTable(
                name: "resolution");

            migrationBuilder.DropTable(
                name: "organisation_unit");
        }
    }
}
