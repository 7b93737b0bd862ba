namespace SpiNNMan.Async.Spalloc.Protocol;

/// <summary>The names of the commands of the classic protocol.</summary>
/// <remarks>Protocol: spalloc.md, "Commands".</remarks>
internal static class ClassicCommands
{
    public const string Version = "version";
    public const string CreateJob = "create_job";
    public const string KeepAlive = "job_keepalive";
    public const string GetJobState = "get_job_state";
    public const string GetJobMachineInfo = "get_job_machine_info";
    public const string PowerOn = "power_on_job_boards";
    public const string PowerOff = "power_off_job_boards";
    public const string DestroyJob = "destroy_job";
    public const string NotifyJob = "notify_job";
    public const string NoNotifyJob = "no_notify_job";
    public const string NotifyMachine = "notify_machine";
    public const string NoNotifyMachine = "no_notify_machine";
    public const string ListJobs = "list_jobs";
    public const string ListMachines = "list_machines";
    public const string GetBoardPosition = "get_board_position";
    public const string GetBoardAtPosition = "get_board_at_position";
    public const string WhereIs = "where_is";
    public const string ReportProblem = "report_problem";
}
