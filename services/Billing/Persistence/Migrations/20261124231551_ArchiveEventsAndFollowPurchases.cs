using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Billing.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ArchiveEventsAndFollowPurchases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_purchases_succeeded",
                table: "purchases");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "canceled_at",
                table: "purchases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "checkout_session_id",
                table: "purchases",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "processing_at",
                table: "purchases",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "refunded_cents",
                table: "purchases",
                type: "bigint",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateTable(
                name: "payment_facts",
                columns: table => new
                {
                    payment_intent_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    amount_cents = table.Column<long>(type: "bigint", nullable: false),
                    previous_amount_cents = table.Column<long>(type: "bigint", nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_payment_facts", x => new { x.payment_intent_id, x.kind, x.key });
                    table.CheckConstraint("ck_payment_facts_amounts", "amount_cents >= 0 AND previous_amount_cents >= 0");
                    table.CheckConstraint("ck_payment_facts_kind", "kind IN ('refunded', 'refund_failed', 'dispute_opened', 'dispute_lost', 'dispute_won', 'funds_reinstated')");
                });

            migrationBuilder.CreateTable(
                name: "stripe_events",
                columns: table => new
                {
                    event_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    type = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    api_version = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: true),
                    object_id = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: true),
                    is_live = table.Column<bool>(type: "boolean", nullable: false),
                    outcome = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    detail = table.Column<string>(type: "text", nullable: true),
                    body = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_stripe_events", x => x.event_id);
                    table.CheckConstraint("ck_stripe_events_body", "octet_length(body) <= 524288");
                    table.CheckConstraint("ck_stripe_events_outcome", "outcome IN ('malformed', 'unhandled', 'not_ours', 'translated')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_purchases_checkout_session_id",
                table: "purchases",
                column: "checkout_session_id",
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_purchases_refunded",
                table: "purchases",
                sql: "refunded_cents >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "ck_purchases_succeeded",
                table: "purchases",
                sql: "status NOT IN ('succeeded', 'partially_refunded', 'refunded', 'disputed') OR (succeeded_at IS NOT NULL AND payment_intent_id IS NOT NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_stripe_events_outcome_received_at_event_id",
                table: "stripe_events",
                columns: new[] { "outcome", "received_at", "event_id" });

            migrationBuilder.CreateIndex(
                name: "ix_stripe_events_received_at_event_id",
                table: "stripe_events",
                columns: new[] { "received_at", "event_id" });

            migrationBuilder.CreateIndex(
                name: "ix_stripe_events_type_received_at_event_id",
                table: "stripe_events",
                columns: new[] { "type", "received_at", "event_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "payment_facts");

            migrationBuilder.DropTable(
                name: "stripe_events");

            migrationBuilder.DropIndex(
                name: "ix_purchases_checkout_session_id",
                table: "purchases");

            migrationBuilder.DropCheckConstraint(
                name: "ck_purchases_refunded",
                table: "purchases");

            migrationBuilder.DropCheckConstraint(
                name: "ck_purchases_succeeded",
                table: "purchases");

            migrationBuilder.DropColumn(
                name: "canceled_at",
                table: "purchases");

            migrationBuilder.DropColumn(
                name: "checkout_session_id",
                table: "purchases");

            migrationBuilder.DropColumn(
                name: "processing_at",
                table: "purchases");

            migrationBuilder.DropColumn(
                name: "refunded_cents",
                table: "purchases");

            migrationBuilder.AddCheckConstraint(
                name: "ck_purchases_succeeded",
                table: "purchases",
                sql: "status <> 'succeeded' OR (succeeded_at IS NOT NULL AND payment_intent_id IS NOT NULL)");
        }
    }
}
