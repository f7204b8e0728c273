using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class Successions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "succession",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    from_date = table.Column<DateOnly>(type: "date", nullable: false, comment: "First day of the successors; the predecessors end on the day before."),
                    reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    undoes = table.Column<Guid>(type: "uuid", nullable: true, comment: "The succession that this one takes back; it has no parts of its own then."),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_succession", x => x.id);
                    table.CheckConstraint("ck_succession_reason_nfc", "reason IS NFC NORMALIZED");
                    table.ForeignKey(
                        name: "fk_succession_undoes",
                        column: x => x.undoes,
                        principalTable: "succession",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "That units took the place of others. The application may insert and read, never change.");

            migrationBuilder.CreateTable(
                name: "succession_part",
                columns: table => new
                {
                    succession_id = table.Column<Guid>(type: "uuid", nullable: false),
                    predecessor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    successor_id = table.Column<Guid>(type: "uuid", nullable: false),
                    share = table.Column<decimal>(type: "numeric", nullable: true, comment: "How much of the predecessor went there, 0.25 for a quarter; null where nobody knows."),
                    predecessor_end = table.Column<DateOnly>(type: "date", nullable: true, comment: "The last day of the predecessor as it was before, for who undoes this."),
                    successor_start = table.Column<DateOnly>(type: "date", nullable: true, comment: "The first day of the successor as it was before, for who undoes this.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_succession_part", x => new { x.succession_id, x.predecessor_id, x.successor_id });
                    table.ForeignKey(
                        name: "fk_succession_part_predecessor_id",
                        column: x => x.predecessor_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_succession_part_succession_id",
                        column: x => x.succession_id,
                        principalTable: "succession",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_succession_part_successor_id",
                        column: x => x.successor_id,
                        principalTable: "organisation_unit",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                },
                comment: "Who took whose place. The application may insert and read, never change.");

            migrationBuilder.CreateIndex(
                name: "ux_succession_undoes",
                table: "succession",
                column: "undoes",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_succession_part_predecessor_id",
                table: "succession_part",
                column: "predecessor_id");

            migrationBuilder.CreateIndex(
                name: "ix_succession_part_successor_id",
                table: "succession_part",
                column: "successor_id");

            migrationBuilder.Sql("GRANT SELECT, INSERT ON succession, succession_part TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
