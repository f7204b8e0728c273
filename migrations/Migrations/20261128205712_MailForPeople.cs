using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class MailForPeople : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "digest",
                table: "webhook",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "language",
                table: "webhook",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_mail_at",
                table: "webhook",
                type: "timestamp with time zone",
                nullable: true,
                comment: "When a person is next written to, if there is anything to say.");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
