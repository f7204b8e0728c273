using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class AuditLog : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_entry",
                columns: table => new
                {
                    organisation_unit_id = table.Column<Guid>(type: "uuid", nullable: false, comment: "The chain: a unit, or all zeros for units, indicators, resolutions and keys."),
                    sequence = table.Column<long>(type: "bigint", nullable: false, comment: "1, 2, 3 and so on along the chain, without gaps."),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    caller = table.Column<string>(type: "text", nullable: false),
                    caller_id = table.Column<string>(type: "text", nullable: true, comment: "The key's id or the token's issuer and subject; null for the program itself."),
                    request_id = table.Column<string>(type: "text", nullable: true),
                    action = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    about_unit_id = table.Column<Guid>(type: "uuid", nullable: true, comment: "The unit that the subject belongs to; null where it belongs to none."),
                    reason = table.Column<string>(type: "text", nullable: true),
                    before = table.Column<string>(type: "text", nullable: true, comment: "JSON as it was hashed: text, because jsonb would not give the same bytes back."),
                    after = table.Column<string>(type: "text", nullable: true),
                    revision_version = table.Column<long>(type: "bigint", nullable: true, comment: "The row_version of the revision, where its id alone does not name it."),
                    revisions = table.Column<Guid[]>(type: "uuid[]", nullable: false, comment: "Ids of the rows of history that this write added."),
                    digests = table.Column<byte[][]>(type: "bytea[]", nullable: false, comment: "SHA-256 of each of these rows, over every column."),
                    previous_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false, comment: "SHA-256 over all other members, previous_hash among them.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entry", x => new { x.organisation_unit_id, x.sequence });
                },
                comment: "Every write, one chain of hashes per unit. The application may insert and read, never change.");

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_about_unit_id_recorded_at_id",
                table: "audit_entry",
                columns: new[] { "about_unit_id", "recorded_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entry_recorded_at_id",
                table: "audit_entry",
                columns: new[] { "recorded_at", "id" });
            migrationBuilder.Sql("GRANT SELECT, INSERT ON audit_entry TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
