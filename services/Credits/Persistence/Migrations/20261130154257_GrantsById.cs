using Microsoft.EntityFrameworkCore.Migrations;
using Reliability.Storage;

#nullable disable

namespace Credits.Persistence.Migrations
{
    /// <summary>Grants are found by their ids alone, and belong to an account because their transactions do.</summary>
    public partial class GrantsById : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(name: "fk_grants_accounts_user_id", table: "grants");
            this.RunScript(migrationBuilder, "LedgerRules5.sql");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("The ledger's rules have no way back. Restore a backup instead.");
    }
}
