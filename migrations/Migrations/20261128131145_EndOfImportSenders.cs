using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class EndOfImportSenders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "scope",
                table: "import_job",
                type: "text",
                nullable: false,
                comment: "The units that the sender's token was for; a key is looked up again.",
                oldClrType: typeof(string),
                oldType: "text",
                oldComment: "The units that the sender may write, as of then.");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "caller_until",
                table: "import_job",
                type: "timestamp with time zone",
                nullable: true,
                comment: "When what the sender showed expires: nothing is stored in their name after it.");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
