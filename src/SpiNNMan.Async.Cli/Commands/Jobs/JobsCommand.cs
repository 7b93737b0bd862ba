using System.CommandLine;
using System.Globalization;
using SpiNNMan.Async.Cli.Allocation;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Commands.Jobs;

/// <summary><c>spinnman jobs</c>: lists the jobs of an allocation service.</summary>
internal sealed class JobsCommand
{
    private readonly Option<string?> _service = AllocationServices.CreateOption();
    private readonly Option<string?> _machine = new("--machine") { Description = "Only jobs with boards of this machine.", HelpName = "NAME" };
    private readonly Option<string?> _owner = new("--owner") { Description = "Only jobs of this owner.", HelpName = "NAME" };
    private readonly Option<bool> _all = new("--all") { Description = "List jobs that are over, too, as far as the service tells of them." };
    private readonly Option<bool> _watch = WatchDisplay.CreateOption("List the jobs again after each change, until stopped.");
    private readonly Terminal _terminal;
    private readonly AllocationServices _services;

    private JobsCommand(Terminal terminal, AllocationServices services)
    {
        _terminal = terminal;
        _services = services;
    }

    public static Command Create(Terminal terminal, AllocationServices services)
    {
        var definition = new JobsCommand(terminal, services);
        definition._machine.RequireText();
        definition._owner.RequireText();
        var command = new Command("jobs", "List the jobs of an allocation service. To list them does not keep them alive.")
        {
            definition._service, definition._machine, definition._owner, definition._all, definition._watch,
        };
        command.SetAction(definition.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using OpenedService service = _services.Open(parsed.GetValue(_service));
        if (!parsed.GetValue(_watch))
        {
            IReadOnlyList<JobInfo> jobs;
            using (_terminal.WaitFor($"Asking {service} for its jobs"))
                jobs = await service.Allocator.ListJobsAsync(parsed.GetValue(_all), cancellationToken);

            await ShowAsync(Choose(jobs, parsed), parsed.WantsJson());
            return ExitCodes.Success;
        }

        var display = new WatchDisplay(_terminal);
        var told = new Dictionary<int, string>();
        await foreach (IReadOnlyList<JobInfo> jobs in service.Allocator.WatchJobsAsync(cancellationToken))
        {
            JobInfo[] chosen = Choose(jobs, parsed);
            if (parsed.WantsJson())
                await TellChangesAsync(chosen, told);
            else
                await display.ShowAsync(() => ShowAsync(chosen, json: false));
        }

        return ExitCodes.Success;
    }

    private JobInfo[] Choose(IReadOnlyList<JobInfo> jobs, ParseResult parsed) =>
    [
        .. jobs.Where(job => parsed.GetValue(_machine) is not { } machine || string.Equals(job.Machine, machine, StringComparison.Ordinal))
            .Where(job => parsed.GetValue(_owner) is not { } owner || string.Equals(job.Owner, owner, StringComparison.Ordinal)),
    ];

    /// <summary>Writes the jobs that are new or have changed, and those that are not listed any more.</summary>
    private async Task TellChangesAsync(JobInfo[] jobs, Dictionary<int, string> told)
    {
        foreach (JobInfo job in jobs)
        {
            var result = JobResult.From(job, machine: null);
            string line = result.ToString();
            if (told.TryGetValue(job.Id, out string? before) && string.Equals(before, line, StringComparison.Ordinal))
                continue;

            told[job.Id] = line;
            await _terminal.WriteJsonAsync(result, CliJson.Default.JobResult);
        }

        foreach (int gone in told.Keys.Except(jobs.Select(static job => job.Id)).ToArray())
        {
            told.Remove(gone);
            await _terminal.WriteJsonAsync(new JobResult(gone, JsonNames.Of(JobState.Destroyed)), CliJson.Default.JobResult);
        }

        await _terminal.Out.FlushAsync(CancellationToken.None);
    }

    private async Task ShowAsync(JobInfo[] jobs, bool json)
    {
        if (json)
        {
            foreach (JobInfo job in jobs)
                await _terminal.WriteJsonAsync(JobResult.From(job, machine: null), CliJson.Default.JobResult);

            return;
        }

        if (jobs.Length == 0)
        {
            await _terminal.Error.WriteLineAsync("There are no jobs.");
            return;
        }

        var table = new TextTable("Job", "State", "Power", "Boards", "Machine", "Created", "Keep-alive", "Owner");
        foreach (JobInfo job in jobs)
        {
            table.AddRow(
                job.Id.ToString(CultureInfo.InvariantCulture),
                JobText.StateOf(job.Status),
                JobText.PowerOf(job.Status.Power),
                job.Boards.Count > 0 ? Quantities.Count(job.Boards.Count) : "",
                job.Machine ?? "",
                JobText.TimeOf(job.Status.StartTime),
                JobText.IntervalOf(job.KeepAlive),
                job.Owner ?? "");
        }

        table.WriteTo(_terminal.OutConsole);
    }
}
