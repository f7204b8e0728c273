using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class SmallerActuals : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_actual_indicator_id_unit_id_period_end",
                table: "actual");

            migrationBuilder.CreateIndex(
                name: "ix_actual_revision_withdrawn",
                table: "actual_revision",
                column: "organisation_unit_id",
                filter: "deleted");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
