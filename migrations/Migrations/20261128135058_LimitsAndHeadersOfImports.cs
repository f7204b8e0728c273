using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class LimitsAndHeadersOfImports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<decimal>(
                name: "minimum",
                table: "indicator",
                type: "numeric",
                nullable: true,
                comment: "The least that a figure can be; a count without it has 0. What stands already is warned about.",
                oldClrType: typeof(decimal),
                oldType: "numeric",
                oldNullable: true,
                oldComment: "Lowest plausible value; outside it a figure is warned about, never refused.");

            migrationBuilder.AlterColumn<decimal>(
                name: "maximum",
                table: "indicator",
                type: "numeric",
                nullable: true,
                comment: "The most that a figure can be.",
                oldClrType: typeof(decimal),
                oldType: "numeric",
                oldNullable: true);

            migrationBuilder.AlterColumn<int>(
                name: "decimals",
                table: "indicator",
                type: "integer",
                nullable: false,
                comment: "Decimals that people show; with 0 a number has to be whole.",
                oldClrType: typeof(int),
                oldType: "integer");

            migrationBuilder.AddColumn<string>(
                name: "columns",
                table: "import_job",
                type: "json",
                nullable: true,
                comment: "{header: column}: what the sender said of headers; null for one to pass over.");

            migrationBuilder.AddColumn<string>(
                name: "notices",
                table: "import_job",
                type: "json",
                nullable: true,
                comment: "[{vi, en}]: what was understood, passed over, or should be looked at.");

            migrationBuilder.CreateTable(
                name: "import_header",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    header = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false, comment: "Lower case without Vietnamese marks."),
                    meaning = table.Column<string>(type: "text", nullable: true, comment: "The column as the API names it; null for one that is passed over.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_header", x => new { x.organisation_unit_id, x.header });
                    table.CheckConstraint("ck_import_header_header_nfc", "header IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_import_header_unit_id",
                        column: x => x.organisation_unit_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What headers mean in the files of a unit, kept from files that were stored and used for the next ones.");

            migrationBuilder.Sql("GRANT SELECT, INSERT, UPDATE, DELETE ON import_header TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
