using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace IndicatorApi.Migrations.Migrations
{
    /// <summary>The role that the application works as: it may add to history and never change it.</summary>
    public partial class ApplicationRole : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Roles belong to the whole server: another database of it may have made this one already.
            migrationBuilder.Sql("""
                DO $$
                BEGIN
                  CREATE ROLE indicator_api_application NOLOGIN;
                EXCEPTION WHEN duplicate_object OR unique_violation THEN
                  NULL;
                END
                $$;
                """);
            migrationBuilder.Sql("GRANT indicator_api_application TO CURRENT_USER;");
            migrationBuilder.Sql("GRANT USAGE ON SCHEMA public TO indicator_api_application;");
            migrationBuilder.Sql("""
                GRANT SELECT, INSERT, UPDATE, DELETE ON
                  organisation_unit, indicator, resolution, target, actual, unit_version, api_key
                TO indicator_api_application;
                """);
            migrationBuilder.Sql("GRANT SELECT, UPDATE ON reference_version TO indicator_api_application;");
            migrationBuilder.Sql("GRANT SELECT, INSERT ON target_version, actual_revision, reference_revision, claim, benchmark TO indicator_api_application;");
            migrationBuilder.Sql("""GRANT SELECT ON "__EFMigrationsHistory" TO indicator_api_application;""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new System.NotSupportedException("Migrations go forward only; restore a backup instead.");
    }
}
