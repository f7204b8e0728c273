using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class BandsAndScoreboardClaims : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "bands",
                table: "target_version",
                type: "json",
                nullable: true,
                comment: "{measure, bands: [{name, from, text, shape}]}: the colours that stand beside verdicts, best first.");

            migrationBuilder.AddColumn<string>(
                name: "bands",
                table: "target",
                type: "json",
                nullable: true,
                comment: "{measure, bands: [{name, from, text, shape}]}: the colours that stand beside verdicts, best first.");

            migrationBuilder.AddColumn<string>(
                name: "bands",
                table: "resolution",
                type: "json",
                nullable: true,
                comment: "{measure, bands: [{name, from, text, shape}]}: the colours that stand beside verdicts, best first.");

            migrationBuilder.AlterColumn<Guid>(
                name: "indicator_id",
                table: "claim",
                type: "uuid",
                nullable: true,
                comment: "Null where it is about all targets together.",
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<int>(
                name: "scoreboard_met",
                table: "claim",
                type: "integer",
                nullable: true,
                comment: "How many targets are met or better as printed: 15 of '15/18'; only without an indicator.");

            migrationBuilder.AddColumn<int>(
                name: "scoreboard_of",
                table: "claim",
                type: "integer",
                nullable: true,
                comment: "Of how many, as printed.");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
