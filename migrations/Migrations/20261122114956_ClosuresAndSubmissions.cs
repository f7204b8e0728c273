using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class ClosuresAndSubmissions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "review",
                table: "organisation_unit",
                type: "text",
                nullable: true,
                comment: "Whether a second person approves its figures; null for what holds for the unit above.");

            migrationBuilder.AddColumn<bool>(
                name: "late",
                table: "actual_revision",
                type: "boolean",
                nullable: false,
                defaultValue: false,
                comment: "True when it came after its period had once been closed for the unit.");

            migrationBuilder.AddColumn<bool>(
                name: "late",
                table: "actual",
                type: "boolean",
                nullable: false,
                defaultValue: false,
                comment: "True when it came after its period had once been closed for the unit.");

            migrationBuilder.CreateTable(
                name: "closure",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    period = table.Column<string>(type: "text", nullable: false, comment: "Canonical text of the period; a term is given each unit's own days when a figure is held against it."),
                    period_start = table.Column<DateOnly>(type: "date", nullable: false),
                    period_end = table.Column<DateOnly>(type: "date", nullable: false),
                    units = table.Column<int>(type: "integer", nullable: false, comment: "How many units it was closed for."),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closed_by = table.Column<string>(type: "text", nullable: false),
                    closed_by_id = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closure", x => x.id);
                    table.CheckConstraint("ck_closure_reason_nfc", "reason IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_closure_unit_id",
                        column: x => x.organisation_unit_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Periods that were closed. The application may insert and read, never change.");

            migrationBuilder.CreateTable(
                name: "closure_unit",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    closure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reopened = table.Column<bool>(type: "boolean", nullable: false, comment: "False when it was closed; a second row with true when it was opened again.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closure_unit", x => new { x.organisation_unit_id, x.closure_id, x.reopened });
                },
                comment: "The units that a period was closed for, wherever they have moved since. The application may insert and read, never change.");

            migrationBuilder.CreateTable(
                name: "submission",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    units = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    indicators = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    items = table.Column<string>(type: "jsonb", nullable: false, comment: "The figures as on the wire, each with the version that it was based on."),
                    items_hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 of the figures as they were sent: the same ones again are the same submission while it waits."),
                    count = table.Column<int>(type: "integer", nullable: false),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    submitted_by = table.Column<string>(type: "text", nullable: false),
                    submitted_by_id = table.Column<string>(type: "text", nullable: false, comment: "The key or token: two names may be alike.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submission", x => x.id);
                },
                comment: "Figures that wait, or waited, for a second person. The application may insert and read, never change.");

            migrationBuilder.CreateTable(
                name: "closure_reopening",
                columns: table => new
                {
                    closure_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false, comment: "The unit that it was opened for, with all under it at that time."),
                    units = table.Column<int>(type: "integer", nullable: false, comment: "For how many units the closure ended with it."),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    reopened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reopened_by = table.Column<string>(type: "text", nullable: false),
                    reopened_by_id = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_closure_reopening", x => new { x.closure_id, x.id });
                    table.CheckConstraint("ck_closure_reopening_reason_nfc", "reason IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_closure_reopening_closure_id",
                        column: x => x.closure_id,
                        principalTable: "closure",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_closure_reopening_unit_id",
                        column: x => x.organisation_unit_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Closed periods that were opened again. The application may insert and read, never change.");

            migrationBuilder.CreateTable(
                name: "submission_decision",
                columns: table => new
                {
                    submission_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: false),
                    decided_by_id = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_submission_decision", x => x.submission_id);
                    table.CheckConstraint("ck_submission_decision_reason_nfc", "reason IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_submission_decision_submission_id",
                        column: x => x.submission_id,
                        principalTable: "submission",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "How submissions ended: approved, rejected or withdrawn. The application may insert and read, never change.");

            migrationBuilder.CreateIndex(
                name: "ix_closure_unit_id",
                table: "closure",
                column: "organisation_unit_id");

            migrationBuilder.CreateIndex(
                name: "ix_closure_reopening_unit_id",
                table: "closure_reopening",
                column: "organisation_unit_id");

            migrationBuilder.CreateIndex(
                name: "ix_closure_unit_closure_id",
                table: "closure_unit",
                column: "closure_id");

            migrationBuilder.CreateIndex(
                name: "ix_submission_items_hash",
                table: "submission",
                column: "items_hash");

            migrationBuilder.CreateIndex(
                name: "ix_submission_units",
                table: "submission",
                column: "units")
                .Annotation("Npgsql:IndexMethod", "gin");
            migrationBuilder.Sql("GRANT SELECT, INSERT ON closure, closure_reopening, closure_unit, submission, submission_decision TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
