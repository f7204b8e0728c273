using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class Webhooks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "webhook",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    url = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    @event = table.Column<string>(name: "event", type: "text", nullable: false),
                    period = table.Column<string>(type: "text", nullable: false),
                    org_unit = table.Column<string>(type: "text", nullable: true, comment: "Code, as all filters: one that is there no more stops the webhook."),
                    under = table.Column<string>(type: "text", nullable: true),
                    indicator = table.Column<string>(type: "text", nullable: true),
                    resolution = table.Column<string>(type: "text", nullable: true),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false, comment: "What messages are signed with; it cannot be a hash. The API shows it once."),
                    former_secret = table.Column<byte[]>(type: "bytea", nullable: true, comment: "Signs beside the new one until its time is over."),
                    former_secret_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<string>(type: "text", nullable: false),
                    stopped_because = table.Column<string>(type: "text", nullable: true),
                    cursor = table.Column<string>(type: "text", nullable: true, comment: "What was made into deliveries so far; null from the start."),
                    is_learning = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    row_version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook", x => x.id);
                    table.CheckConstraint("ck_webhook_name_nfc", "name IS NFC NORMALIZED");
                },
                comment: "Addresses that are told of changes, and how far each has been told.");

            migrationBuilder.CreateTable(
                name: "webhook_delivery",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    webhook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false, comment: "The bytes that are signed and sent, the same with every attempt."),
                    cursor_before = table.Column<string>(type: "text", nullable: true),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_status = table.Column<int>(type: "integer", nullable: true),
                    last_error = table.Column<string>(type: "text", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_delivery", x => x.id);
                    table.ForeignKey(
                        name: "fk_webhook_delivery_webhook_id",
                        column: x => x.webhook_id,
                        principalTable: "webhook",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "Messages to receivers, one at a time for each, with what became of them.");

            migrationBuilder.CreateTable(
                name: "webhook_verdict",
                columns: table => new
                {
                    webhook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    target_id = table.Column<Guid>(type: "uuid", nullable: false),
                    verdict = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_webhook_verdict", x => new { x.webhook_id, x.target_id });
                    table.ForeignKey(
                        name: "fk_webhook_verdict_webhook_id",
                        column: x => x.webhook_id,
                        principalTable: "webhook",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "The verdict of each target that a receiver of verdict changes was last told.");

            migrationBuilder.CreateIndex(
                name: "ix_webhook_delivery_webhook_id_state",
                table: "webhook_delivery",
                columns: new[] { "webhook_id", "state" });

            foreach (var table in new[] { "webhook", "webhook_delivery", "webhook_verdict" })
                migrationBuilder.Sql($"GRANT SELECT, INSERT, UPDATE, DELETE ON {table} TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
