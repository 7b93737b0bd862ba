using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SpiNNMan.Async.Cli.Allocation;
using SpiNNMan.Async.Cli.Arguments;
using SpiNNMan.Async.Cli.Errors;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Processes;
using SpiNNMan.Async.Cli.Results;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Spalloc;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Commands.Jobs;

/// <summary><c>spinnman job ID</c>: shows a job, switches its boards, or destroys it.</summary>
internal sealed class JobCommand
{
    private const int ShownBoards = 24;

    private readonly Argument<int> _id = new("ID") { Description = "The number of the job.", CustomParser = ParseId };
    private readonly Option<string?> _service = AllocationServices.CreateOption();
    private readonly Option<bool> _powerOn = new("--power-on") { Description = "Switch its boards on, and wait until they are." };
    private readonly Option<bool> _powerOff = new("--power-off") { Description = "Switch its boards off, and wait until they are." };
    private readonly Option<bool> _reset = new("--reset") { Description = "Switch its boards off and on; they wait to be booted then." };
    private readonly Option<string?> _destroy = new("--destroy") { Description = "Destroy it, whoever's it is, if the service allows that; the reason is for its owner.", HelpName = "REASON" };
    private readonly Option<bool> _ips = new("--ips") { Description = "Write the hosts of its boards as CSV: x,y,hostname." };
    private readonly Option<bool> _watch = WatchDisplay.CreateOption("Show the job again after each change, until it is over.");
    private readonly Terminal _terminal;
    private readonly AllocationServices _services;

    private JobCommand(Terminal terminal, AllocationServices services)
    {
        _terminal = terminal;
        _services = services;
    }

    public static Command Create(Terminal terminal, AllocationServices services)
    {
        var definition = new JobCommand(terminal, services);
        definition._destroy.RequireText();
        var command = new Command("job", "Show a job of an allocation service, switch its boards, or destroy it.")
        {
            definition._id, definition._service, definition._powerOn, definition._powerOff, definition._reset, definition._destroy, definition._ips, definition._watch,
        };
        command.Validators.Add(definition.Check);
        command.SetAction(definition.RunAsync);
        return command;
    }

    private static int ParseId(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int id))
            return id;

        result.AddError($"'{text}' is no number of a job; 'spinnman jobs' lists them.");
        return 0;
    }

    private void Check(CommandResult result)
    {
        string[] named = [.. ((Option[])[_powerOn, _powerOff, _reset, _destroy, _ips, _watch]).Where(option => result.GetResult(option.Name) is OptionResult { Implicit: false }).Select(static option => option.Name)];
        if (named.Length > 1)
            result.AddError($"{named[0]} and {named[1]} do not go together.");
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        int id = parsed.GetValue(_id);
        await using OpenedService service = _services.Open(parsed.GetValue(_service));
        if (parsed.GetValue(_watch))
            return await WatchAsync(service.Allocator, id, parsed.WantsJson(), cancellationToken);

        JobInfo info;
        JobMachine? machine;
        using (_terminal.WaitFor(string.Create(CultureInfo.InvariantCulture, $"Waiting for {service} and job {id}")))
        {
            info = await LookAsync(service.Allocator, id, cancellationToken);
            if (!info.Status.HasEnded)
                await ChangeAsync(service.Allocator, parsed, id, cancellationToken);

            info = await LookAsync(service.Allocator, id, cancellationToken);
            (bool? power, machine) = await FindMachineAsync(service.Allocator, info, cancellationToken);
            info = info with { Status = info.Status with { Power = info.Status.Power ?? power } };
        }

        if (parsed.GetValue(_ips))
        {
            await WriteHostsAsync(info, machine, parsed.WantsJson());
            return ExitCodes.Success;
        }

        await ShowAsync(info, machine, parsed.WantsJson());
        return ExitCodes.Success;
    }

    private static async Task<JobInfo> LookAsync(BoardAllocator allocator, int id, CancellationToken cancellationToken)
    {
        JobInfo info = await allocator.GetJobAsync(id, cancellationToken);
        return info.Status.State == JobState.Unknown
            ? throw new CommandFailedException(string.Create(CultureInfo.InvariantCulture, $"{allocator.Name} knows no job {id}; 'spinnman jobs' lists those that there are."))
            : info;
    }

    private async Task ChangeAsync(BoardAllocator allocator, ParseResult parsed, int id, CancellationToken cancellationToken)
    {
        if (parsed.GetValue(_destroy) is { } reason)
        {
            await allocator.DestroyJobAsync(id, reason, cancellationToken);
            return;
        }

        if (!parsed.GetValue(_powerOn) && !parsed.GetValue(_powerOff) && !parsed.GetValue(_reset))
            return;

        await using AllocatedJob job = await allocator.ResumeAsync(id, cancellationToken: cancellationToken);
        if (parsed.GetValue(_reset))
            await job.ResetAsync(cancellationToken);
        else if (parsed.GetValue(_powerOn))
            await job.PowerOnAsync(cancellationToken);
        else
            await job.PowerOffAsync(cancellationToken);
    }

    /// <summary>The boards of a job, and whether they are on, if it has any. To ask for them counts as a sign of life, so that jobs that only wait are not asked.</summary>
    private static async Task<(bool? Power, JobMachine? Machine)> FindMachineAsync(BoardAllocator allocator, JobInfo info, CancellationToken cancellationToken)
    {
        if (info.Status.State is not (JobState.Power or JobState.Ready))
            return default;

        try
        {
            await using AllocatedJob job = await allocator.ResumeAsync(info.Id, cancellationToken: cancellationToken);
            return (await job.GetPowerAsync(cancellationToken), await job.GetMachineAsync(cancellationToken));
        }
        catch (JobLostException)
        {
            // It ended a moment ago.
            return default;
        }
    }

    private async Task<int> WatchAsync(BoardAllocator allocator, int id, bool json, CancellationToken cancellationToken)
    {
        var display = new WatchDisplay(_terminal);
        string? told = null;
        await foreach (IReadOnlyList<JobInfo> jobs in allocator.WatchJobsAsync(cancellationToken))
        {
            JobInfo info = jobs.FirstOrDefault(job => job.Id == id) ?? await LookAsync(allocator, id, cancellationToken);
            string now = JobResult.From(info, machine: null).ToString();
            if (!string.Equals(told, now, StringComparison.Ordinal))
                await (json ? ShowAsync(info, machine: null, json) : display.ShowAsync(() => ShowAsync(info, machine: null, json)));

            told = now;
            await _terminal.Out.FlushAsync(CancellationToken.None);
            if (info.Status.HasEnded)
                break;
        }

        return ExitCodes.Success;
    }

    private async Task WriteHostsAsync(JobInfo info, JobMachine? machine, bool json)
    {
        if (machine is null)
            throw new CommandFailedException(string.Create(CultureInfo.InvariantCulture, $"Job {info.Id} has no boards: {AllocationStep.Describe(info.Status)}."));

        if (json)
            await _terminal.WriteJsonAsync(JobResult.From(info, machine), CliJson.Default.JobResult);
        else
            await _terminal.Out.WriteAsync(ChildWords.HostsOf(machine));
    }

    private async Task ShowAsync(JobInfo info, JobMachine? machine, bool json)
    {
        if (json)
        {
            await _terminal.WriteJsonAsync(JobResult.From(info, machine), CliJson.Default.JobResult);
            return;
        }

        var facts = new Facts();
        facts.Add("Job", info.Id.ToString(CultureInfo.InvariantCulture));
        facts.Add("State", JobText.StateOf(info.Status));
        Add(facts, "Reason", info.Status.Reason);
        Add(facts, "Power", JobText.PowerOf(info.Status.Power));
        Add(facts, "Owner", info.Owner);
        Add(facts, "Wanted", info.Request);
        Add(facts, "Machine", machine?.Name ?? info.Machine);
        IReadOnlyList<LogicalBoard> boards = machine is { Boards.Count: > 0 } ? machine.Boards : info.Boards;
        Add(facts, "Boards", boards.Count == 0 ? null : string.Join(' ', boards.Take(ShownBoards)) + (boards.Count > ShownBoards ? string.Create(CultureInfo.InvariantCulture, $" and {boards.Count - ShownBoards} more") : ""));
        Add(facts, "Size", machine is null ? null : string.Create(CultureInfo.InvariantCulture, $"{machine.Width} x {machine.Height} chips"));
        Add(facts, "Host", machine?.RootHost);
        Add(facts, "Created", JobText.TimeOf(info.Status.StartTime));
        Add(facts, "Ended", JobText.TimeOf(info.FinishTime));
        Add(facts, "Keep-alive", JobText.IntervalOf(info.KeepAlive));
        Add(facts, "Kept from", info.Status.KeepAliveHost);
        facts.WriteTo(_terminal.OutConsole);
    }

    private static void Add(Facts facts, string name, string? value)
    {
        if (value is { Length: > 0 })
            facts.Add(name, value);
    }
}
