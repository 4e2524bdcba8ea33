using Microsoft.EntityFrameworkCore.Migrations;
using Reliability.Storage;

#nullable disable

namespace Billing.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class EventsOfUsers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_stripe_events_outcome_received_at_event_id",
                table: "stripe_events");

            migrationBuilder.AddColumn<string>(
                name: "concerns",
                table: "stripe_events",
                type: "character varying(255)",
                maxLength: 255,
                nullable: true);

            this.RunScript(migrationBuilder, "SubjectsOfKnownEvents.sql");

            migrationBuilder.CreateIndex(
                name: "ix_stripe_events_concerns_received_at",
                table: "stripe_events",
                columns: new[] { "concerns", "received_at" },
                filter: "concerns IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_stripe_events_outcome_received_at_event_id",
                table: "stripe_events",
                columns: new[] { "outcome", "received_at", "event_id" },
                filter: "outcome <> 'translated'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_stripe_events_concerns_received_at",
                table: "stripe_events");

            migrationBuilder.DropIndex(
                name: "ix_stripe_events_outcome_received_at_event_id",
                table: "stripe_events");

            migrationBuilder.DropColumn(
                name: "concerns",
                table: "stripe_events");

            migrationBuilder.CreateIndex(
                name: "ix_stripe_events_outcome_received_at_event_id",
                table: "stripe_events",
                columns: new[] { "outcome", "received_at", "event_id" });
        }
    }
}
