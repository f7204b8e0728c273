using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class UnitMemberships : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateOnly>(
                name: "parent_from",
                table: "organisation_unit",
                type: "date",
                nullable: true,
                comment: "First day under the present parent; null for since ever. Where it stood before says unit_membership.");

            migrationBuilder.CreateTable(
                name: "unit_membership",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    row_version = table.Column<long>(type: "bigint", nullable: false, comment: "The version of the unit that said it; of two for one day the higher holds."),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true, comment: "The unit above; null at the top of the tree."),
                    parent_from = table.Column<DateOnly>(type: "date", nullable: true, comment: "First day under this unit; null for since ever. Ends what began on that day or later."),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_membership", x => new { x.organisation_unit_id, x.row_version });
                },
                comment: "Under which unit a unit stands, and from which day on. The application may insert and read, never change.");

            migrationBuilder.CreateIndex(
                name: "ix_unit_membership_parent_id",
                table: "unit_membership",
                column: "parent_id");

            // Of a unit that was there already nothing is known but where it stands: it has stood there since ever.
            migrationBuilder.Sql("""
                INSERT INTO unit_membership (organisation_unit_id, row_version, parent_id, recorded_at, recorded_by)
                SELECT o.id, o.row_version, o.parent_id, coalesce(r.recorded_at, now()), coalesce(r.recorded_by, 'migration')
                FROM organisation_unit o
                LEFT JOIN reference_revision r ON r.kind = 'OrganisationUnit' AND r.id = o.id AND r.row_version = o.row_version
                """);
            migrationBuilder.Sql("GRANT SELECT, INSERT ON unit_membership TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
