using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class Judgements : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "judgement",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    row_version = table.Column<long>(type: "bigint", nullable: false),
                    target_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: false),
                    judged_on = table.Column<DateOnly>(type: "date", nullable: false, comment: "The day of the judgement; of those that stand the latest day counts."),
                    why = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    evidence = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false, comment: "The document or the place that shows it."),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true, comment: "What the second person said."),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false),
                    recorded_by_id = table.Column<string>(type: "text", nullable: false, comment: "The key or token: two names may be alike.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_judgement", x => new { x.organisation_unit_id, x.id, x.row_version });
                    table.CheckConstraint("ck_judgement_evidence_nfc", "evidence IS NFC NORMALIZED");
                    table.CheckConstraint("ck_judgement_reason_nfc", "reason IS NFC NORMALIZED");
                    table.CheckConstraint("ck_judgement_why_nfc", "why IS NFC NORMALIZED");
                },
                comment: "Verdicts that persons set on targets of kind judged, and what a second person decided: every version. The application may insert and read, never change.");

            migrationBuilder.CreateIndex(
                name: "ix_judgement_id",
                table: "judgement",
                column: "id");

            migrationBuilder.CreateIndex(
                name: "ix_judgement_target_id",
                table: "judgement",
                column: "target_id");

            migrationBuilder.Sql("GRANT SELECT, INSERT ON judgement TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
