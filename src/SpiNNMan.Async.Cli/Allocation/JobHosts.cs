using System.Globalization;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Spalloc.Jobs;

namespace SpiNNMan.Async.Cli.Allocation;

/// <summary>The machines of jobs that a command line names in place of hosts: <c>job/ID</c> and <c>alloc/N</c>.</summary>
internal sealed class JobHosts(Terminal terminal, AllocationServices services) : IAsyncDisposable
{
    private const string OfJob = "job/";
    private const string OfAllocation = "alloc/";

    /// <summary>Commands that boot machines themselves.</summary>
    private static readonly string[] s_booting = ["boot"];

    // The parser may read the same word several times.
    private readonly Dictionary<string, JobHost> _hosts = new(StringComparer.Ordinal);
    private GivingBack? _givingBack;

    /// <summary>The services that jobs are of.</summary>
    public AllocationServices Services => services;

    /// <summary>Reads <c>job/ID</c> or <c>alloc/N</c>.</summary>
    /// <param name="text">The word.</param>
    /// <param name="host">The machine; <see langword="null"/> if the word names none.</param>
    /// <returns>The fault of the word; <see langword="null"/> if nothing is, or if it means something else.</returns>
    public string? Find(string text, out JobHost? host)
    {
        if (_hosts.TryGetValue(text, out host))
            return null;

        if (text.StartsWith(OfJob, StringComparison.Ordinal))
        {
            if (!int.TryParse(text[OfJob.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int id))
                return $"'{text}' names no job. Write its number after {OfJob}, for instance {OfJob}12.";

            host = JobHost.Of(terminal, services, text, id);
        }
        else if (text.StartsWith(OfAllocation, StringComparison.Ordinal))
        {
            if (!AllocationShapes.TryParse(text[OfAllocation.Length..], out BoardRequest? request))
                return $"'{text}' names no boards. Write, after {OfAllocation}, {AllocationShapes.Form}.";

            host = JobHost.Of(terminal, services, text, request);
        }

        if (host is not null)
            _hosts.Add(text, host);

        return null;
    }

    /// <summary>Runs a command while the jobs that it names are kept alive. If one of them is lost, the command ends with the reason of the service.</summary>
    /// <param name="command">The name of the command.</param>
    /// <param name="run">Runs it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public async Task<int> RunAsync(string command, Func<CancellationToken, Task<int>> run, CancellationToken cancellationToken)
    {
        _givingBack = new GivingBack(terminal, cancellationToken);
        JobHost[] hosts = [.. _hosts.Values];
        bool boots = !s_booting.Contains(command, StringComparer.Ordinal);
        foreach (JobHost host in hosts)
            await OpenAsync(host, boots, _givingBack.Token);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource([_givingBack.Token, .. hosts.Select(static host => host.Job.Lost)]);
        try
        {
            return await run(stop.Token);
        }
        catch (Exception) when (!cancellationToken.IsCancellationRequested && hosts.FirstOrDefault(static host => host.Job.Lost.IsCancellationRequested) is { } lost)
        {
            // This throws the error with the reason.
            await lost.Job.GetStatusAsync(cancellationToken);
            throw;
        }
    }

    /// <summary>Opens a machine that a command names in a way of its own.</summary>
    public Task OpenAsync(JobHost host, CancellationToken cancellationToken) => OpenAsync(host, boots: true, cancellationToken);

    /// <summary>Gives all boards back that were allocated for the command.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (JobHost host in _hosts.Values)
                await host.DisposeAsync();
        }
        finally
        {
            _givingBack?.Dispose();
        }
    }

    private Task OpenAsync(JobHost host, bool boots, CancellationToken cancellationToken)
    {
        _givingBack!.HasBoards |= host.IsAllocated;
        return host.OpenAsync(boots, cancellationToken);
    }
}
