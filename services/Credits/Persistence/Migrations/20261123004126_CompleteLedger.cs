using System;
using Microsoft.EntityFrameworkCore.Migrations;
using Reliability.Storage;

#nullable disable

namespace Credits.Persistence.Migrations
{
    /// <summary>Holds, refunds, subscriptions and promo codes; and the second edition of the ledger's rules, in the scripts beside this file.</summary>
    public partial class CompleteLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            this.RunScript(migrationBuilder, "LedgerRules2Prepare.sql");

            migrationBuilder.DropForeignKey(
                name: "fk_transactions_accounts_user_id",
                table: "transactions");

            migrationBuilder.DropIndex(
                name: "ix_transactions_user_id_idempotency_key",
                table: "transactions");

            migrationBuilder.DropIndex(
                name: "ix_grants_spendable",
                table: "grants");

            migrationBuilder.AddColumn<long[]>(
                name: "grant_amounts",
                table: "transactions",
                type: "bigint[]",
                nullable: false,
                defaultValue: new long[0]);

            migrationBuilder.AddColumn<Guid[]>(
                name: "grant_ids",
                table: "transactions",
                type: "uuid[]",
                nullable: false,
                defaultValue: new Guid[0]);

            migrationBuilder.AlterColumn<long>(
                name: "remaining",
                table: "grants",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<long>(
                name: "expired",
                table: "grants",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<long>(
                name: "held",
                table: "grants",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.AddColumn<bool>(
                name: "is_frozen",
                table: "grants",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "rollover_expires_at",
                table: "grants",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AlterColumn<long>(
                name: "sequence",
                table: "accounts",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AlterColumn<byte[]>(
                name: "chain_head",
                table: "accounts",
                type: "bytea",
                nullable: false,
                defaultValueSql: "decode(repeat('00', 32), 'hex')",
                oldClrType: typeof(byte[]),
                oldType: "bytea");

            migrationBuilder.AlterColumn<long>(
                name: "balance",
                table: "accounts",
                type: "bigint",
                nullable: false,
                defaultValue: 0L,
                oldClrType: typeof(long),
                oldType: "bigint");

            migrationBuilder.AddColumn<string>(
                name: "alert_level",
                table: "accounts",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "sufficient");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "last_booked_at",
                table: "accounts",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "low_balance_threshold",
                table: "accounts",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_open",
                table: "grants",
                type: "boolean",
                nullable: false,
                computedColumnSql: "remaining > 0",
                stored: true);

            migrationBuilder.CreateTable(
                name: "holds",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    status = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    captured = table.Column<long>(type: "bigint", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    grant_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    grant_amounts = table.Column<long[]>(type: "bigint[]", nullable: false),
                    session_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    description = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    metadata = table.Column<string>(type: "json", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    settled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_holds", x => x.id);
                    table.CheckConstraint("ck_holds_amount_positive", "amount > 0");
                    table.CheckConstraint("ck_holds_captured_in_range", "captured BETWEEN 0 AND amount");
                    table.CheckConstraint("ck_holds_captured_only_by_capture", "captured = 0 OR status = 'captured'");
                    table.CheckConstraint("ck_holds_grants_paired", "cardinality(grant_ids) = cardinality(grant_amounts)");
                    table.CheckConstraint("ck_holds_grants_sum_to_amount", "sum_of(grant_amounts) = amount");
                    table.CheckConstraint("ck_holds_settled_at_with_status", "(status = 'held') = (settled_at IS NULL)");
                    table.CheckConstraint("ck_holds_status_known", "status IN ('held', 'captured', 'released', 'expired')");
                    table.ForeignKey(
                        name: "fk_holds_accounts_user_id",
                        column: x => x.user_id,
                        principalTable: "accounts",
                        principalColumn: "user_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payments",
                columns: table => new
                {
                    payment_intent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: true),
                    credits = table.Column<long>(type: "bigint", nullable: true),
                    amount_cents = table.Column<long>(type: "bigint", nullable: true),
                    purchase_id = table.Column<Guid>(type: "uuid", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payments", x => x.payment_intent_id);
                });

            migrationBuilder.CreateTable(
                name: "promo_codes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    code = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    code_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    credits = table.Column<long>(type: "bigint", nullable: false),
                    description = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    redemptions_max = table.Column<int>(type: "integer", nullable: true),
                    redemptions_per_user_max = table.Column<int>(type: "integer", nullable: false),
                    credits_expire_after_days = table.Column<int>(type: "integer", nullable: true),
                    created_by = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    disabled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    redemptions = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_promo_codes", x => x.id);
                    table.CheckConstraint("ck_promo_codes_credits_positive", "credits > 0");
                    table.CheckConstraint("ck_promo_codes_per_user_positive", "redemptions_per_user_max > 0");
                    table.CheckConstraint("ck_promo_codes_redemptions_in_range", "redemptions >= 0 AND redemptions <= redemptions_max");
                });

            migrationBuilder.CreateTable(
                name: "promo_guesses",
                columns: table => new
                {
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    window_started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    failures = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_promo_guesses", x => x.user_id);
                });

            migrationBuilder.CreateTable(
                name: "subscriptions",
                columns: table => new
                {
                    subscription_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscriptions", x => x.subscription_id);
                });

            migrationBuilder.CreateTable(
                name: "clawbacks",
                columns: table => new
                {
                    payment_intent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    purchase_id = table.Column<Guid>(type: "uuid", nullable: true),
                    grant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    target = table.Column<long>(type: "bigint", nullable: false),
                    taken = table.Column<long>(type: "bigint", nullable: false),
                    is_debt = table.Column<bool>(type: "boolean", nullable: false),
                    grant_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    grant_amounts = table.Column<long[]>(type: "bigint[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clawbacks", x => x.payment_intent_id);
                    table.CheckConstraint("ck_clawbacks_grants_paired", "cardinality(grant_ids) = cardinality(grant_amounts)");
                    table.CheckConstraint("ck_clawbacks_grants_sum_to_taken", "sum_of(grant_amounts) = taken");
                    table.CheckConstraint("ck_clawbacks_taken_in_range", "taken BETWEEN 0 AND target");
                    table.ForeignKey(
                        name: "fk_clawbacks_payments_payment_intent_id",
                        column: x => x.payment_intent_id,
                        principalTable: "payments",
                        principalColumn: "payment_intent_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "payment_facts",
                columns: table => new
                {
                    payment_intent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false),
                    previous_amount_cents = table.Column<long>(type: "bigint", nullable: true),
                    charge_amount_cents = table.Column<long>(type: "bigint", nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_facts", x => new { x.payment_intent_id, x.kind, x.key });
                    table.CheckConstraint("ck_payment_facts_kind_known", "kind IN ('refunded', 'refund_failed', 'dispute_opened', 'dispute_lost', 'dispute_won', 'funds_reinstated', 'fraud_warning', 'fraud_warning_dismissed')");
                    table.ForeignKey(
                        name: "fk_payment_facts_payments_payment_intent_id",
                        column: x => x.payment_intent_id,
                        principalTable: "payments",
                        principalColumn: "payment_intent_id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "promo_redemptions",
                columns: table => new
                {
                    promo_code_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    grant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    redeemed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_promo_redemptions", x => new { x.promo_code_id, x.user_id, x.number });
                    table.ForeignKey(
                        name: "fk_promo_redemptions_promo_codes_promo_code_id",
                        column: x => x.promo_code_id,
                        principalTable: "promo_codes",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "subscription_periods",
                columns: table => new
                {
                    subscription_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    starts_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    was_past_due = table.Column<bool>(type: "boolean", nullable: false),
                    was_recovered = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subscription_periods", x => new { x.subscription_id, x.starts_at });
                    table.CheckConstraint("ck_subscription_periods_ends_after_start", "ends_at > starts_at");
                    table.ForeignKey(
                        name: "fk_subscription_periods_subscriptions_subscription_id",
                        column: x => x.subscription_id,
                        principalTable: "subscriptions",
                        principalColumn: "subscription_id",
                        onDelete: ReferentialAction.Restrict);
                });

            this.RunScript(migrationBuilder, "LedgerRules2Move.sql");

            migrationBuilder.CreateIndex(
                name: "ix_transactions_rarer_types",
                table: "transactions",
                columns: new[] { "user_id", "type", "sequence" },
                filter: "type <> 'spend'");

            migrationBuilder.CreateIndex(
                name: "ix_transactions_user_id_idempotency_key",
                table: "transactions",
                columns: new[] { "user_id", "idempotency_key" },
                unique: true,
                filter: "idempotency_key NOT LIKE 'request:%'");

            migrationBuilder.CreateIndex(
                name: "ix_grants_expiring",
                table: "grants",
                column: "expires_at",
                filter: "is_open AND expires_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_grants_monthly",
                table: "grants",
                columns: new[] { "user_id", "expires_at" },
                filter: "bucket = 'monthly'");

            migrationBuilder.CreateIndex(
                name: "ix_grants_open",
                table: "grants",
                column: "user_id",
                filter: "is_open");

            migrationBuilder.AddCheckConstraint(
                name: "ck_grants_expired_in_range",
                table: "grants",
                sql: "expired BETWEEN 0 AND amount");

            migrationBuilder.AddCheckConstraint(
                name: "ck_grants_held_in_range",
                table: "grants",
                sql: "held BETWEEN 0 AND remaining");

            migrationBuilder.AddCheckConstraint(
                name: "ck_accounts_alert_level_known",
                table: "accounts",
                sql: "alert_level IN ('sufficient', 'low', 'exhausted')");

            migrationBuilder.AddCheckConstraint(
                name: "ck_accounts_threshold_not_negative",
                table: "accounts",
                sql: "low_balance_threshold >= 0");

            migrationBuilder.CreateIndex(
                name: "ix_clawbacks_short",
                table: "clawbacks",
                column: "user_id",
                filter: "taken < target");

            migrationBuilder.CreateIndex(
                name: "ix_holds_expiring",
                table: "holds",
                column: "expires_at",
                filter: "status = 'held'");

            migrationBuilder.CreateIndex(
                name: "ix_holds_of_account",
                table: "holds",
                columns: new[] { "user_id", "expires_at" },
                filter: "status = 'held'");

            migrationBuilder.CreateIndex(
                name: "ix_promo_codes_code_hash",
                table: "promo_codes",
                column: "code_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_promo_codes_created_at",
                table: "promo_codes",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_promo_redemptions_promo_code_id_redeemed_at",
                table: "promo_redemptions",
                columns: new[] { "promo_code_id", "redeemed_at" });

            migrationBuilder.CreateIndex(
                name: "ix_subscriptions_user_id",
                table: "subscriptions",
                column: "user_id");

            this.RunScript(migrationBuilder, "LedgerRules2.sql");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder) =>
            throw new NotSupportedException("What was booked under these rules does not fit the earlier ones. Restore a backup instead.");
    }
}
