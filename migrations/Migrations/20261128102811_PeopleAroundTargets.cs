using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class PeopleAroundTargets : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ux_target_natural_key",
                table: "target");

            migrationBuilder.AlterTable(
                name: "claim",
                comment: "Percents, verdicts, gaps and excesses that reports published, beside ours. A correction is a further row; the highest row_version of a key counts.",
                oldComment: "Percents and verdicts that reports published, beside ours. A correction is a further row; the highest row_version of a key counts.");

            migrationBuilder.AlterColumn<int>(
                name: "position",
                table: "target_version",
                type: "integer",
                nullable: false,
                comment: "Order in the resolution; tells apart targets on one indicator and period.",
                oldClrType: typeof(int),
                oldType: "integer",
                oldComment: "Order in the resolution.");

            migrationBuilder.AddColumn<string>(
                name: "coordinating",
                table: "target_version",
                type: "jsonb",
                nullable: true,
                comment: "[name]: offices that work along.");

            migrationBuilder.AddColumn<string>(
                name: "data_source",
                table: "target_version",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lead",
                table: "target_version",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true,
                comment: "Office that answers for it.");

            migrationBuilder.AddColumn<Guid>(
                name: "parent_target_id",
                table: "target_version",
                type: "uuid",
                nullable: true,
                comment: "Target of the same unit or one above that this is a share of; the program checks it, as it may be of another unit.");

            migrationBuilder.AlterColumn<int>(
                name: "position",
                table: "target",
                type: "integer",
                nullable: false,
                comment: "Order in the resolution; tells apart targets on one indicator and period.",
                oldClrType: typeof(int),
                oldType: "integer",
                oldComment: "Order in the resolution.");

            migrationBuilder.AddColumn<string>(
                name: "coordinating",
                table: "target",
                type: "jsonb",
                nullable: true,
                comment: "[name]: offices that work along.");

            migrationBuilder.AddColumn<string>(
                name: "data_source",
                table: "target",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lead",
                table: "target",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true,
                comment: "Office that answers for it.");

            migrationBuilder.AddColumn<Guid>(
                name: "parent_target_id",
                table: "target",
                type: "uuid",
                nullable: true,
                comment: "Target of the same unit or one above that this is a share of; the program checks it, as it may be of another unit.");

            migrationBuilder.AlterColumn<string>(
                name: "term",
                table: "resolution",
                type: "text",
                nullable: false,
                comment: "The time it is for as text (2020-2025, 2026 or two days); term_start and term_end are a term's real dates where the document gives them.",
                oldClrType: typeof(string),
                oldType: "text",
                oldComment: "The term as text (2020-2025); term_start and term_end are its real dates where the document gives them.");

            migrationBuilder.AddColumn<string>(
                name: "kind",
                table: "resolution",
                type: "text",
                nullable: false,
                defaultValue: "congress");

            migrationBuilder.AddColumn<decimal>(
                name: "excess",
                table: "claim",
                type: "numeric",
                nullable: true,
                comment: "Percent beyond the target as printed: 8 for 'vượt 8 %', below zero for what is short.");

            migrationBuilder.AddColumn<decimal>(
                name: "gap",
                table: "claim",
                type: "numeric",
                nullable: true,
                comment: "Difference to the target as printed, in the indicator's unit: 0.3 for 'vượt 0,3 điểm', below zero for 'thiếu'.");

            migrationBuilder.CreateTable(
                name: "expectation",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    target_id = table.Column<Guid>(type: "uuid", nullable: false),
                    likelihood = table.Column<string>(type: "text", nullable: false),
                    expected_on = table.Column<DateOnly>(type: "date", nullable: false, comment: "The day as of which it is expected."),
                    expected_by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true, comment: "Whose expectation it is, where that is not who recorded it."),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_expectation", x => new { x.organisation_unit_id, x.id });
                    table.CheckConstraint("ck_expectation_expected_by_nfc", "expected_by IS NFC NORMALIZED");
                    table.CheckConstraint("ck_expectation_reason_nfc", "reason IS NFC NORMALIZED");
                },
                comment: "What persons expect of targets; of one target the latest day, then the latest row, counts. The application may insert and read, never change.");

            migrationBuilder.CreateTable(
                name: "remedy",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    row_version = table.Column<long>(type: "bigint", nullable: false),
                    target_id = table.Column<Guid>(type: "uuid", nullable: false),
                    period = table.Column<string>(type: "text", nullable: false, comment: "Canonical text of the period that is asked about."),
                    state = table.Column<string>(type: "text", nullable: false),
                    question = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    answer_by = table.Column<DateOnly>(type: "date", nullable: true, comment: "Last day for the answer."),
                    cause_kind = table.Column<string>(type: "text", nullable: true),
                    cause = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    action = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: true),
                    responsible = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true, comment: "Last day for what the unit will do."),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, comment: "Why this version was made, if it was said."),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_remedy", x => new { x.organisation_unit_id, x.id, x.row_version });
                    table.CheckConstraint("ck_remedy_action_nfc", "action IS NFC NORMALIZED");
                    table.CheckConstraint("ck_remedy_cause_nfc", "cause IS NFC NORMALIZED");
                    table.CheckConstraint("ck_remedy_question_nfc", "question IS NFC NORMALIZED");
                    table.CheckConstraint("ck_remedy_reason_nfc", "reason IS NFC NORMALIZED");
                    table.CheckConstraint("ck_remedy_responsible_nfc", "responsible IS NFC NORMALIZED");
                },
                comment: "What the level above asked about a target, and what the unit answered: every version. The application may insert and read, never change.");

            migrationBuilder.AddCheckConstraint(
                name: "ck_target_version_data_source_nfc",
                table: "target_version",
                sql: "data_source IS NFC NORMALIZED");

            migrationBuilder.AddCheckConstraint(
                name: "ck_target_version_lead_nfc",
                table: "target_version",
                sql: "lead IS NFC NORMALIZED");

            migrationBuilder.CreateIndex(
                name: "ix_target_parent_target_id",
                table: "target",
                column: "parent_target_id");

            migrationBuilder.CreateIndex(
                name: "ux_target_natural_key",
                table: "target",
                columns: new[] { "organisation_unit_id", "resolution_id", "indicator_id", "group_code", "period", "position" },
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_target_data_source_nfc",
                table: "target",
                sql: "data_source IS NFC NORMALIZED");

            migrationBuilder.AddCheckConstraint(
                name: "ck_target_lead_nfc",
                table: "target",
                sql: "lead IS NFC NORMALIZED");

            migrationBuilder.CreateIndex(
                name: "ix_expectation_target_id",
                table: "expectation",
                column: "target_id");

            migrationBuilder.CreateIndex(
                name: "ix_remedy_id",
                table: "remedy",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_remedy_target_id",
                table: "remedy",
                column: "target_id");

            migrationBuilder.Sql("GRANT SELECT, INSERT ON expectation, remedy TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
