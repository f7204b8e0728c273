using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class IdempotentRequests : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "idempotent_request",
                columns: table => new
                {
                    id = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 of caller, address and key."),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 of query and body: another request under the same key is refused."),
                    attempt = table.Column<Guid>(type: "uuid", nullable: false, comment: "Whose reservation it is: an attempt that was given up for dead must not answer for its successor."),
                    reserved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: true, comment: "Null while the first request runs."),
                    content_type = table.Column<string>(type: "text", nullable: true),
                    location = table.Column<string>(type: "text", nullable: true),
                    entity_tag = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotent_request", x => x.id);
                },
                comment: "Requests with an Idempotency-Key of the last day, with their answers.");

            migrationBuilder.CreateIndex(
                name: "ix_idempotent_request_expires_at",
                table: "idempotent_request",
                column: "expires_at");
            migrationBuilder.Sql("GRANT SELECT, INSERT, UPDATE, DELETE ON idempotent_request TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
