using Microsoft.EntityFrameworkCore.Migrations;
using Reliability.Storage;

#nullable disable

namespace Credits.Persistence.Migrations
{
    /// <summary>A grant holds its credits from its insertion on, and the transaction that books it moves the account alone.</summary>
    public partial class GrantsAreBornFull : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder) => this.RunScript(migrationBuilder, "LedgerRules4.sql");

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("The ledger's rules have no way back. Restore a backup instead.");
    }
}
