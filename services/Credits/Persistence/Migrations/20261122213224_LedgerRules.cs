using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Credits.Persistence.Migrations
{
    /// <summary>The ledger's triggers, as LedgerRules.sql beside this file has them. A change is a new file and a new migration.</summary>
    public partial class LedgerRules : Migration
    {
        private const string Script = "LedgerRules.sql";

        protected override void Up(MigrationBuilder migrationBuilder)
        {
            using var stream = typeof(LedgerRules).Assembly.GetManifestResourceStream(Script);
            using var reader = new StreamReader(stream);
            migrationBuilder.Sql(reader.ReadToEnd());
        }

        protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            DROP FUNCTION refuse_ledger_change, check_transaction_follows, check_account, check_account_behind,
                check_transaction_parts, refuse_grant_change CASCADE;
            DROP FUNCTION assert_account_balances;
            """);
    }
}
