using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class DecimalsThatWereSaid : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<decimal>(
                name: "minimum",
                table: "indicator",
                type: "numeric",
                nullable: true,
                comment: "The least that a figure can be; a count or a share without it has 0. What stands already is warned about.",
                oldClrType: typeof(decimal),
                oldType: "numeric",
                oldNullable: true,
                oldComment: "The least that a figure can be; a count without it has 0. What stands already is warned about.");

            migrationBuilder.AlterColumn<decimal>(
                name: "maximum",
                table: "indicator",
                type: "numeric",
                nullable: true,
                comment: "The most that a figure can be; a share without it has 100.",
                oldClrType: typeof(decimal),
                oldType: "numeric",
                oldNullable: true,
                oldComment: "The most that a figure can be.");

            migrationBuilder.AddColumn<int>(
                name: "most_decimals",
                table: "indicator",
                type: "integer",
                nullable: true,
                comment: "Decimals that a reported number may have; null where nobody said it.");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
