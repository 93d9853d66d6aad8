using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BacSon.App.Migrations.SqlServer
{
    /// <inheritdoc />
    public partial class OfficeWeek : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "DocumentId",
                table: "Duty",
                type: "bigint",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "Document",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Flow = table.Column<int>(type: "int", nullable: false),
                    ArrivalNumber = table.Column<int>(type: "int", nullable: true),
                    Year = table.Column<int>(type: "int", nullable: false),
                    RegisteredOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Number = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Issuer = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    IssuerKey = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Abstract = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Urgency = table.Column<int>(type: "int", nullable: false),
                    Signer = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Recipients = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Note = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    IdentityKey = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Handling = table.Column<int>(type: "int", nullable: false),
                    AssignedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    AssignedById = table.Column<int>(type: "int", nullable: true),
                    EnteredById = table.Column<int>(type: "int", nullable: true),
                    EnteredAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Version = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Document", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Document_Person_EnteredById",
                        column: x => x.EnteredById,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "LeaderEvent",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Day = table.Column<DateOnly>(type: "date", nullable: false),
                    From = table.Column<TimeOnly>(type: "time", nullable: true),
                    To = table.Column<TimeOnly>(type: "time", nullable: true),
                    What = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    Place = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    ChairId = table.Column<int>(type: "int", nullable: true),
                    PreparingUnitId = table.Column<int>(type: "int", nullable: true),
                    Others = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Public = table.Column<bool>(type: "bit", nullable: false),
                    SourceKey = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    EditedHere = table.Column<bool>(type: "bit", nullable: false),
                    SourceGone = table.Column<bool>(type: "bit", nullable: false),
                    CancelReason = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Sequence = table.Column<int>(type: "int", nullable: false),
                    ChangedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    Version = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LeaderEvent", x => x.Id);
                    table.ForeignKey(
                        name: "FK_LeaderEvent_Person_ChairId",
                        column: x => x.ChairId,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_LeaderEvent_Unit_PreparingUnitId",
                        column: x => x.PreparingUnitId,
                        principalTable: "Unit",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "MailAttachment",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    MailId = table.Column<long>(type: "bigint", nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    ContentType = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Content = table.Column<byte[]>(type: "varbinary(max)", maxLength: 2097152, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MailAttachment", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MailAttachment_Mail_MailId",
                        column: x => x.MailId,
                        principalTable: "Mail",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PlanAnswer",
                columns: table => new
                {
                    PlanId = table.Column<int>(type: "int", nullable: false),
                    Part = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    PlanItemId = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PlanAnswer", x => new { x.PlanId, x.Part, x.PlanItemId });
                    table.ForeignKey(
                        name: "FK_PlanAnswer_PlanItem_PlanItemId",
                        column: x => x.PlanItemId,
                        principalTable: "PlanItem",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_PlanAnswer_Plan_PlanId",
                        column: x => x.PlanId,
                        principalTable: "Plan",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "PublishedWeek",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Monday = table.Column<DateOnly>(type: "date", nullable: false),
                    PublishedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    PublishedById = table.Column<int>(type: "int", nullable: true),
                    ReplacesInvitations = table.Column<bool>(type: "bit", nullable: false),
                    Version = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PublishedWeek", x => x.Id);
                });

            migrationBuilder.CreateTable(
                name: "ReportIssue",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    DutyId = table.Column<long>(type: "bigint", nullable: false),
                    Kind = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    CountFrom = table.Column<DateOnly>(type: "date", nullable: false),
                    CutOffOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Figures = table.Column<string>(type: "nvarchar(max)", maxLength: 16000, nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    ContentType = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Size = table.Column<long>(type: "bigint", nullable: true),
                    Sha256 = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    SentOn = table.Column<DateOnly>(type: "date", nullable: true),
                    SentNumber = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    SentVia = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    SentNote = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    SentById = table.Column<int>(type: "int", nullable: true),
                    Version = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReportIssue", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ReportIssue_Duty_DutyId",
                        column: x => x.DutyId,
                        principalTable: "Duty",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_ReportIssue_Person_SentById",
                        column: x => x.SentById,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ReportKind",
                columns: table => new
                {
                    Key = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    SendTo = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Form = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Channel = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    CutOffDay = table.Column<int>(type: "int", nullable: false),
                    CutOffMonths = table.Column<int>(type: "int", nullable: false),
                    SinceYear = table.Column<bool>(type: "bit", nullable: false),
                    EditedHere = table.Column<bool>(type: "bit", nullable: false),
                    Version = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ReportKind", x => x.Key);
                    table.ForeignKey(
                        name: "FK_ReportKind_Catalogue_Key",
                        column: x => x.Key,
                        principalTable: "Catalogue",
                        principalColumn: "Key",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Scan",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    DutyId = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<int>(type: "int", nullable: false),
                    Title = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    StartedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Scan", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Scan_Duty_DutyId",
                        column: x => x.DutyId,
                        principalTable: "Duty",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Scan_Person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "TaskLink",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    DutyId = table.Column<long>(type: "bigint", nullable: false),
                    Recipient = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    VillageId = table.Column<int>(type: "int", nullable: true),
                    Ask = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    SecretHash = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    LastDay = table.Column<DateOnly>(type: "date", nullable: false),
                    MadeAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    MadeById = table.Column<int>(type: "int", nullable: false),
                    RevokedAt = table.Column<DateTime>(type: "datetime2", nullable: true),
                    RevokedById = table.Column<int>(type: "int", nullable: true),
                    Reports = table.Column<int>(type: "int", nullable: false),
                    Pictures = table.Column<int>(type: "int", nullable: false),
                    Version = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskLink", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TaskLink_Duty_DutyId",
                        column: x => x.DutyId,
                        principalTable: "Duty",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TaskLink_Person_MadeById",
                        column: x => x.MadeById,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_TaskLink_Unit_VillageId",
                        column: x => x.VillageId,
                        principalTable: "Unit",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "WeeklyMeeting",
                columns: table => new
                {
                    Id = table.Column<int>(type: "int", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    HeldOn = table.Column<DateOnly>(type: "date", nullable: false),
                    ChairId = table.Column<int>(type: "int", nullable: true),
                    General = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Version = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_WeeklyMeeting", x => x.Id);
                    table.ForeignKey(
                        name: "FK_WeeklyMeeting_Person_ChairId",
                        column: x => x.ChairId,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "DocumentDirection",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    DocumentId = table.Column<long>(type: "bigint", nullable: false),
                    LeaderId = table.Column<int>(type: "int", nullable: false),
                    GivenOn = table.Column<DateOnly>(type: "date", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    RecordedAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    RecordedById = table.Column<int>(type: "int", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentDirection", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DocumentDirection_Document_DocumentId",
                        column: x => x.DocumentId,
                        principalTable: "Document",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_DocumentDirection_Person_LeaderId",
                        column: x => x.LeaderId,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "DocumentFile",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    DocumentId = table.Column<long>(type: "bigint", nullable: false),
                    FileName = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    ContentType = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Size = table.Column<long>(type: "bigint", nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    PublicSha256 = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    UploadedById = table.Column<int>(type: "int", nullable: true),
                    UploadedAt = table.Column<DateTime>(type: "datetime2", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_DocumentFile", x => x.Id);
                    table.ForeignKey(
                        name: "FK_DocumentFile_Document_DocumentId",
                        column: x => x.DocumentId,
                        principalTable: "Document",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "Paper",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    State = table.Column<int>(type: "int", nullable: false),
                    Title = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    UnitId = table.Column<int>(type: "int", nullable: true),
                    OnceKey = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Content = table.Column<string>(type: "nvarchar(max)", maxLength: -1, nullable: false),
                    MadeById = table.Column<int>(type: "int", nullable: true),
                    MadeAt = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Symbol = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Number = table.Column<int>(type: "int", nullable: true),
                    NumberYear = table.Column<int>(type: "int", nullable: true),
                    IssuedOn = table.Column<DateOnly>(type: "date", nullable: true),
                    WordSha256 = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    SignedName = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    SignedType = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    SignedSha256 = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    DocumentId = table.Column<long>(type: "bigint", nullable: true),
                    Version = table.Column<Guid>(type: "uniqueidentifier", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_Paper", x => x.Id);
                    table.ForeignKey(
                        name: "FK_Paper_Document_DocumentId",
                        column: x => x.DocumentId,
                        principalTable: "Document",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Paper_Person_MadeById",
                        column: x => x.MadeById,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_Paper_Unit_UnitId",
                        column: x => x.UnitId,
                        principalTable: "Unit",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "LeaderEventPerson",
                columns: table => new
                {
                    EventId = table.Column<long>(type: "bigint", nullable: false),
                    PersonId = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_LeaderEventPerson", x => new { x.EventId, x.PersonId });
                    table.ForeignKey(
                        name: "FK_LeaderEventPerson_LeaderEvent_EventId",
                        column: x => x.EventId,
                        principalTable: "LeaderEvent",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_LeaderEventPerson_Person_PersonId",
                        column: x => x.PersonId,
                        principalTable: "Person",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "ScanPage",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    ScanId = table.Column<long>(type: "bigint", nullable: false),
                    Place = table.Column<int>(type: "int", nullable: false),
                    Sha256 = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Turn = table.Column<int>(type: "int", nullable: false),
                    CutLeft = table.Column<int>(type: "int", nullable: false),
                    CutTop = table.Column<int>(type: "int", nullable: false),
                    CutRight = table.Column<int>(type: "int", nullable: false),
                    CutBottom = table.Column<int>(type: "int", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_ScanPage", x => x.Id);
                    table.ForeignKey(
                        name: "FK_ScanPage_Scan_ScanId",
                        column: x => x.ScanId,
                        principalTable: "Scan",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "TaskLinkUse",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    LinkId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    Kind = table.Column<int>(type: "int", nullable: false),
                    Address = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    Content = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_TaskLinkUse", x => x.Id);
                    table.ForeignKey(
                        name: "FK_TaskLinkUse_TaskLink_LinkId",
                        column: x => x.LinkId,
                        principalTable: "TaskLink",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "MeetingConclusion",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    MeetingId = table.Column<int>(type: "int", nullable: false),
                    Place = table.Column<int>(type: "int", nullable: false),
                    Text = table.Column<string>(type: "nvarchar(500)", maxLength: 500, nullable: false),
                    UnitId = table.Column<int>(type: "int", nullable: true),
                    DueOn = table.Column<DateOnly>(type: "date", nullable: true),
                    Product = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: true),
                    DutyId = table.Column<long>(type: "bigint", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_MeetingConclusion", x => x.Id);
                    table.ForeignKey(
                        name: "FK_MeetingConclusion_Duty_DutyId",
                        column: x => x.DutyId,
                        principalTable: "Duty",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MeetingConclusion_Unit_UnitId",
                        column: x => x.UnitId,
                        principalTable: "Unit",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "FK_MeetingConclusion_WeeklyMeeting_MeetingId",
                        column: x => x.MeetingId,
                        principalTable: "WeeklyMeeting",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "PaperEvent",
                columns: table => new
                {
                    Id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("SqlServer:Identity", "1, 1"),
                    PaperId = table.Column<long>(type: "bigint", nullable: false),
                    At = table.Column<DateTime>(type: "datetime2", nullable: false),
                    By = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false),
                    Text = table.Column<string>(type: "nvarchar(400)", maxLength: 400, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_PaperEvent", x => x.Id);
                    table.ForeignKey(
                        name: "FK_PaperEvent_Paper_PaperId",
                        column: x => x.PaperId,
                        principalTable: "Paper",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_Duty_DocumentId_Stage",
                table: "Duty",
                columns: new[] { "DocumentId", "Stage" });

            migrationBuilder.CreateIndex(
                name: "IX_Document_EnteredById",
                table: "Document",
                column: "EnteredById");

            migrationBuilder.CreateIndex(
                name: "IX_Document_Flow_Handling_RegisteredOn",
                table: "Document",
                columns: new[] { "Flow", "Handling", "RegisteredOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Document_Flow_IssuerKey_RegisteredOn",
                table: "Document",
                columns: new[] { "Flow", "IssuerKey", "RegisteredOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Document_Flow_RegisteredOn_Id",
                table: "Document",
                columns: new[] { "Flow", "RegisteredOn", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Document_Flow_Urgency_RegisteredOn",
                table: "Document",
                columns: new[] { "Flow", "Urgency", "RegisteredOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Document_Flow_Year_ArrivalNumber",
                table: "Document",
                columns: new[] { "Flow", "Year", "ArrivalNumber" },
                unique: true,
                filter: "[ArrivalNumber] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Document_Handling_DueOn",
                table: "Document",
                columns: new[] { "Handling", "DueOn" });

            migrationBuilder.CreateIndex(
                name: "IX_Document_IdentityKey",
                table: "Document",
                column: "IdentityKey",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_DocumentDirection_DocumentId",
                table: "DocumentDirection",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_DocumentDirection_LeaderId",
                table: "DocumentDirection",
                column: "LeaderId");

            migrationBuilder.CreateIndex(
                name: "IX_DocumentFile_DocumentId",
                table: "DocumentFile",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_DocumentFile_Sha256",
                table: "DocumentFile",
                column: "Sha256");

            migrationBuilder.CreateIndex(
                name: "IX_LeaderEvent_ChairId",
                table: "LeaderEvent",
                column: "ChairId");

            migrationBuilder.CreateIndex(
                name: "IX_LeaderEvent_Day",
                table: "LeaderEvent",
                column: "Day");

            migrationBuilder.CreateIndex(
                name: "IX_LeaderEvent_PreparingUnitId",
                table: "LeaderEvent",
                column: "PreparingUnitId");

            migrationBuilder.CreateIndex(
                name: "IX_LeaderEvent_SourceKey",
                table: "LeaderEvent",
                column: "SourceKey",
                unique: true,
                filter: "[SourceKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_LeaderEventPerson_PersonId",
                table: "LeaderEventPerson",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_MailAttachment_MailId",
                table: "MailAttachment",
                column: "MailId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingConclusion_DutyId",
                table: "MeetingConclusion",
                column: "DutyId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingConclusion_MeetingId",
                table: "MeetingConclusion",
                column: "MeetingId");

            migrationBuilder.CreateIndex(
                name: "IX_MeetingConclusion_UnitId",
                table: "MeetingConclusion",
                column: "UnitId");

            migrationBuilder.CreateIndex(
                name: "IX_Paper_DocumentId",
                table: "Paper",
                column: "DocumentId");

            migrationBuilder.CreateIndex(
                name: "IX_Paper_MadeById",
                table: "Paper",
                column: "MadeById");

            migrationBuilder.CreateIndex(
                name: "IX_Paper_OnceKey",
                table: "Paper",
                column: "OnceKey",
                unique: true,
                filter: "[OnceKey] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Paper_State_Id",
                table: "Paper",
                columns: new[] { "State", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_Paper_Symbol_NumberYear_Number",
                table: "Paper",
                columns: new[] { "Symbol", "NumberYear", "Number" },
                unique: true,
                filter: "[NumberYear] IS NOT NULL AND [Number] IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_Paper_UnitId_Id",
                table: "Paper",
                columns: new[] { "UnitId", "Id" });

            migrationBuilder.CreateIndex(
                name: "IX_PaperEvent_PaperId",
                table: "PaperEvent",
                column: "PaperId");

            migrationBuilder.CreateIndex(
                name: "IX_PlanAnswer_PlanItemId",
                table: "PlanAnswer",
                column: "PlanItemId");

            migrationBuilder.CreateIndex(
                name: "IX_PublishedWeek_Monday",
                table: "PublishedWeek",
                column: "Monday",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReportIssue_DutyId",
                table: "ReportIssue",
                column: "DutyId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_ReportIssue_Kind_CutOffOn",
                table: "ReportIssue",
                columns: new[] { "Kind", "CutOffOn" });

            migrationBuilder.CreateIndex(
                name: "IX_ReportIssue_SentById",
                table: "ReportIssue",
                column: "SentById");

            migrationBuilder.CreateIndex(
                name: "IX_ReportIssue_SentOn",
                table: "ReportIssue",
                column: "SentOn");

            migrationBuilder.CreateIndex(
                name: "IX_Scan_DutyId",
                table: "Scan",
                column: "DutyId");

            migrationBuilder.CreateIndex(
                name: "IX_Scan_PersonId",
                table: "Scan",
                column: "PersonId");

            migrationBuilder.CreateIndex(
                name: "IX_Scan_StartedAt",
                table: "Scan",
                column: "StartedAt");

            migrationBuilder.CreateIndex(
                name: "IX_ScanPage_ScanId_Sha256",
                table: "ScanPage",
                columns: new[] { "ScanId", "Sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TaskLink_DutyId",
                table: "TaskLink",
                column: "DutyId");

            migrationBuilder.CreateIndex(
                name: "IX_TaskLink_MadeById",
                table: "TaskLink",
                column: "MadeById");

            migrationBuilder.CreateIndex(
                name: "IX_TaskLink_SecretHash",
                table: "TaskLink",
                column: "SecretHash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_TaskLink_VillageId",
                table: "TaskLink",
                column: "VillageId");

            migrationBuilder.CreateIndex(
                name: "IX_TaskLinkUse_At",
                table: "TaskLinkUse",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_TaskLinkUse_LinkId",
                table: "TaskLinkUse",
                column: "LinkId");

            migrationBuilder.CreateIndex(
                name: "IX_WeeklyMeeting_ChairId",
                table: "WeeklyMeeting",
                column: "ChairId");

            migrationBuilder.CreateIndex(
                name: "IX_WeeklyMeeting_HeldOn",
                table: "WeeklyMeeting",
                column: "HeldOn",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "FK_Duty_Document_DocumentId",
                table: "Duty",
                column: "DocumentId",
                principalTable: "Document",
                principalColumn: "Id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "FK_Duty_Document_DocumentId",
                table: "Duty");

            migrationBuilder.DropTable(
                name: "DocumentDirection");

            migrationBuilder.DropTable(
                name: "DocumentFile");

            migrationBuilder.DropTable(
                name: "LeaderEventPerson");

            migrationBuilder.DropTable(
                name: "MailAttachment");

            migrationBuilder.DropTable(
                name: "MeetingConclusion");

            migrationBuilder.DropTable(
                name: "PaperEvent");

            migrationBuilder.DropTable(
                name: "PlanAnswer");

            migrationBuilder.DropTable(
                name: "PublishedWeek");

            migrationBuilder.DropTable(
                name: "ReportIssue");

            migrationBuilder.DropTable(
                name: "ReportKind");

            migrationBuilder.DropTable(
                name: "ScanPage");

            migrationBuilder.DropTable(
                name: "TaskLinkUse");

            migrationBuilder.DropTable(
                name: "LeaderEvent");

            migrationBuilder.DropTable(
                name: "WeeklyMeeting");

            migrationBuilder.DropTable(
                name: "Paper");

            migrationBuilder.DropTable(
                name: "Scan");

            migrationBuilder.DropTable(
                name: "TaskLink");

            migrationBuilder.DropTable(
                name: "Document");

            migrationBuilder.DropIndex(
                name: "IX_Duty_DocumentId_Stage",
                table: "Duty");

            migrationBuilder.DropColumn(
                name: "DocumentId",
                table: "Duty");
        }
    }
}
