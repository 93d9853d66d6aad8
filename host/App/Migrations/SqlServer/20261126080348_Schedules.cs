using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BacSon.App.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class Schedules : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "Cause",
                table: "JobRun",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "DueAt",
                table: "JobRun",
                type: "datetime2",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "Missed",
                table: "JobRun",
                type: "int",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTime>(
                name: "MissedSince",
                table: "JobRun",
                type: "datetime2",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "JobSchedule",
                columns: table => new
                {
                    JobId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Cron = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    OffDays = table.Column<int>(type: "int", nullable: false),
                    Enabled = table.Column<bool>(type: "bit", nullable: false),
                    DefaultCron = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Version = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobSchedule", x => x.JobId);
                });

            migrationBuilder.CreateTable(
                name: "JobScheduleChange",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    JobId = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    PersonId = table.Column<int>(type: "int", nullable: true),
                    By = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    FromCron = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    FromOffDays = table.Column<int>(type: "int", nullable: false),
                    FromEnabled = table.Column<bool>(type: "bit", nullable: false),
                    Cron = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    OffDays = table.Column<int>(type: "int", nullable: false),
                    Enabled = table.Column<bool>(type: "bit", nullable: false),
                    ToDefault = table.Column<bool>(type: "bit", nullable: false),
                    Reason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_JobScheduleChange", x => x.Id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_JobScheduleChange_JobId_Id",
                table: "JobScheduleChange",
                columns: new[] { "JobId", "Id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "JobSchedule");

            migrationBuilder.DropTable(
                name: "JobScheduleChange");

            migrationBuilder.DropColumn(
                name: "Cause",
                table: "JobRun");

            migrationBuilder.DropColumn(
                name: "DueAt",
                table: "JobRun");

            migrationBuilder.DropColumn(
                name: "Missed",
                table: "JobRun");

            migrationBuilder.DropColumn(
                name: "MissedSince",
                table: "JobRun");
        }
    }
}
