using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class ScoringSchemes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "scoring_scheme",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    row_version = table.Column<long>(type: "bigint", nullable: false),
                    code = table.Column<string>(type: "text", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false, comment: "First day that this edition holds for: of one code the latest that has begun counts."),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true, comment: "Last day that it holds for; null without an end."),
                    title = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    source = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    definition = table.Column<string>(type: "jsonb", nullable: false, comment: "Items, deductions and grades as on the wire."),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_scoring_scheme", x => new { x.id, x.row_version });
                    table.CheckConstraint("ck_scoring_scheme_source_nfc", "source IS NFC NORMALIZED");
                    table.CheckConstraint("ck_scoring_scheme_title_nfc", "title IS NFC NORMALIZED");
                },
                comment: "How ratings make points and grades of achievements: every version of every edition. The application may insert and read, never change.");

            migrationBuilder.CreateIndex(
                name: "ux_scoring_scheme_edition",
                table: "scoring_scheme",
                columns: new[] { "code", "valid_from", "row_version" },
                unique: true);

            migrationBuilder.Sql("GRANT SELECT, INSERT ON scoring_scheme TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
