using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class DaysBesideNames : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<DateOnly>(
                name: "scope_start",
                table: "target_version",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date",
                oldComment: "First day of the period, a term having its resolution's own dates.");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "scope_end",
                table: "target_version",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "scope_start",
                table: "target",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date",
                oldComment: "First day of the period, a term having its resolution's own dates.");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "scope_end",
                table: "target",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "period_start",
                table: "closure",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "period_end",
                table: "closure",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "period_start",
                table: "claim",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "period_end",
                table: "claim",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "period_start",
                table: "benchmark",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "period_end",
                table: "benchmark",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "period_start",
                table: "actual_revision",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "period_end",
                table: "actual_revision",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "period_start",
                table: "actual",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");

            migrationBuilder.AlterColumn<DateOnly>(
                name: "period_end",
                table: "actual",
                type: "date",
                nullable: false,
                comment: "Day that the name of the period says. Of a term the calendar's, in rows written earlier others: never read it there, the resolutions say the days.",
                oldClrType: typeof(DateOnly),
                oldType: "date");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
