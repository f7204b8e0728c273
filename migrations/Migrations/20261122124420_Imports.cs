using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <inheritdoc />
    public partial class Imports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "import_job",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    phase = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    file_name = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    dry_run = table.Column<bool>(type: "boolean", nullable: false),
                    locale = table.Column<string>(type: "text", nullable: true),
                    separator = table.Column<string>(type: "text", nullable: true),
                    sheet = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    org_unit = table.Column<string>(type: "text", nullable: true),
                    period = table.Column<string>(type: "text", nullable: true),
                    caller_id = table.Column<string>(type: "text", nullable: false, comment: "Which key sent it: others do not see it, unless they may write every unit."),
                    submitted_by = table.Column<string>(type: "text", nullable: false),
                    scope = table.Column<string>(type: "text", nullable: false, comment: "The units that the sender may write, as of then."),
                    request_id = table.Column<string>(type: "text", nullable: true, comment: "The trace id of the request that sent it; the audit log names it."),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    attempt = table.Column<Guid>(type: "uuid", nullable: true, comment: "Whose turn it is: a worker that was given up for dead must not finish for its successor."),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true, comment: "After this another worker may begin anew: of the work so far nothing is visible."),
                    total = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    created = table.Column<int>(type: "integer", nullable: false),
                    updated = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    blank = table.Column<int>(type: "integer", nullable: false),
                    error_count = table.Column<int>(type: "integer", nullable: false),
                    submission_id = table.Column<Guid>(type: "uuid", nullable: true, comment: "The submission that the figures wait in, where a second person approves them.")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_job", x => x.id);
                    table.CheckConstraint("ck_import_job_file_name_nfc", "file_name IS NFC NORMALIZED");
                    table.CheckConstraint("ck_import_job_sheet_nfc", "sheet IS NFC NORMALIZED");
                },
                comment: "Files that were sent to be imported, with what came of them; removed a week after their end.");

            migrationBuilder.CreateTable(
                name: "import_change",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<string>(type: "json", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_change", x => new { x.import_id, x.number });
                    table.ForeignKey(
                        name: "fk_import_change_import_id",
                        column: x => x.import_id,
                        principalTable: "import_job",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What dry runs of imports would change, as it is answered.");

            migrationBuilder.CreateTable(
                name: "import_chunk",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_chunk", x => new { x.import_id, x.number });
                    table.ForeignKey(
                        name: "fk_import_chunk_import_id",
                        column: x => x.import_id,
                        principalTable: "import_job",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "The bytes of the files of imports, so that any server can begin or resume one.");

            migrationBuilder.CreateTable(
                name: "import_error",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<int>(type: "integer", nullable: false, comment: "Row of the sheet or line of the file; 0 for the file as a whole."),
                    column_number = table.Column<int>(type: "integer", nullable: true),
                    column_name = table.Column<string>(type: "text", nullable: true),
                    code = table.Column<string>(type: "text", nullable: false),
                    english = table.Column<string>(type: "text", nullable: false),
                    vietnamese = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_error", x => new { x.import_id, x.number });
                    table.ForeignKey(
                        name: "fk_import_error_import_id",
                        column: x => x.import_id,
                        principalTable: "import_job",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                },
                comment: "What is wrong with the files of imports, row by row, in both languages.");

            migrationBuilder.CreateIndex(
                name: "ix_import_job_state",
                table: "import_job",
                column: "state");
            migrationBuilder.Sql("GRANT SELECT, INSERT, UPDATE, DELETE ON import_job, import_chunk, import_error, import_change TO indicator_api_application;");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
