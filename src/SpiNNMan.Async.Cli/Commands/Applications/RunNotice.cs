using System.Globalization;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Cli.Terminals;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Cli.Commands.Applications;

/// <summary>Says what an application does that has not ended after a second, and what lets it go on if it waits at a barrier. It is said again when it changes.</summary>
/// <param name="terminal">Where it is said.</param>
/// <param name="application">The application.</param>
/// <param name="host">The host, as the user named it.</param>
/// <param name="isSync">Whether this command lets cores go on that wait at a barrier.</param>
internal sealed class RunNotice(Terminal terminal, ApplicationSession application, string host, bool isSync)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(30);

    /// <summary>Says it until it is cancelled. It ends without an error.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string said = "";
        TimeSpan interval = terminal.Patience;
        try
        {
            while (true)
            {
                await Task.Delay(interval, terminal.TimeProvider, cancellationToken);
                string now = Describe(await application.GetStatesAsync(cancellationToken));
                if (string.Equals(now, said, StringComparison.Ordinal))
                {
                    // Cores that stay as they are need not be asked often.
                    interval = interval * 2 < s_longest ? interval * 2 : s_longest;
                    continue;
                }

                await terminal.Error.WriteLineAsync(now);
                said = now;
            }
        }
        catch (OperationCanceledException)
        {
            // The application has ended, or the command was stopped.
        }
        catch (Exception exception) when (exception is SpinnakerException or IOException)
        {
            // Whoever waits for the application reports errors.
        }
    }

    private string Describe(IReadOnlyDictionary<CoreLocation, CoreState> states)
    {
        IGrouping<CoreState, CoreState>[] groups = [.. states.Values.GroupBy(static state => state).OrderBy(static group => group.Key)];
        string counts = string.Join(", ", groups.Select(static group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {JsonNames.Of(group.Key)}")));
        string barrier = !isSync && groups.FirstOrDefault(static group => group.Key is CoreState.Sync0 or CoreState.Sync1) is { Key: var at }
            ? string.Create(CultureInfo.InvariantCulture, $" They wait at a barrier: 'spinnman signal {host} {application.ApplicationId} {JsonNames.Of(at)}' lets them go on, and so does the option --sync.")
            : "";
        return $"Waiting for {Quantities.Count(states.Count, "core")} to end: {counts}.{barrier}";
    }
}
