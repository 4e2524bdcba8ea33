using Microsoft.EntityFrameworkCore.Migrations;
using Reliability.Storage;

#nullable disable

namespace Credits.Persistence.Migrations
{
    /// <summary>Which database transaction wrote an account last, so that it can be decided on before it is locked.</summary>
    public partial class NoteTheWriter : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<ulong>(
                name: "written_by",
                table: "accounts",
                type: "xid8",
                nullable: false,
                defaultValueSql: "pg_current_xact_id()");

            this.RunScript(migrationBuilder, "LedgerRules3.sql");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("The ledger's rules have no way back. Restore a backup instead.");
    }
}
