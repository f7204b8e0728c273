using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class WritingTransactions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<ulong>(
                name: "written_by",
                table: "unit_version",
                type: "xid8",
                nullable: true,
                comment: "The transaction that raised it last: whether a follower's snapshot saw it tells what changed since. Null before this was kept.");

            migrationBuilder.AddColumn<long>(
                name: "reference_version",
                table: "reference_revision",
                type: "bigint",
                nullable: true,
                comment: "What reference_version became: writers stand in line there, so these are in the order of their commits. Null before this was kept.");

            migrationBuilder.CreateIndex(
                name: "ix_unit_version_written_by",
                table: "unit_version",
                column: "written_by");

            migrationBuilder.CreateIndex(
                name: "ix_reference_revision_reference_version",
                table: "reference_revision",
                column: "reference_version");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
