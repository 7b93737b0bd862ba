using System.Globalization;
using SpiNNMan.Async.Cli.Diagnosis;
using SpiNNMan.Async.Cli.Output;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Cli.Explaining;

/// <summary>The findings about a machine.</summary>
internal static class MachineFindings
{
    /// <summary>A loss above this is worth a warning.</summary>
    private const double MuchLoss = 0.005;

    /// <summary>As many needless tries are too many.</summary>
    private const double MuchInVain = 0.02;

    private const long FewRefusals = 20;

    private static readonly string[] s_ordinals = ["th", "st", "nd", "rd"];

    /// <summary>The findings.</summary>
    public static IEnumerable<Finding> Of(MachineTraffic machine)
    {
        string name = machine.EndPoint.ToString();
        if (machine.Announcements > 0)
            yield return new Finding("boot", Verdict.Note, $"{name} said {Quantities.Count(machine.Announcements, "time")} that it waits for a boot image.", machine.BootMessages == 0 ? $"Boot it: spinnman boot {machine.EndPoint.Address}" : null);
        if (machine.BootMessages > 0)
            yield return new Finding("boot", Verdict.Ok, $"{Quantities.Count(machine.BootMessages, "part")} of boot images went to {name}.");
        if (machine.Others > 0)
            yield return new Finding("data", Verdict.Ok, $"{Quantities.Count(machine.Others, "datagram")} without replies came from {name} or went there: events, texts or streams.");
        if (machine.Requests == 0)
            yield break;

        if (machine.Unanswered == machine.Requests)
        {
            yield return new Finding("silence", Verdict.Problem, $"{name} answered none of {Quantities.Count(machine.Requests, "request")}, sent {Quantities.Count(machine.Requests + machine.Repeats, "time")}.", $"'spinnman doctor {machine.EndPoint.Address}' looks for the reason.");
            yield break;
        }

        yield return Requests(machine, name);
        yield return Loss(machine, name);
        foreach (Finding finding in Troubles(machine, name))
            yield return finding;
    }

    private static Finding Requests(MachineTraffic machine, string name)
    {
        string times = machine.RoundTrips.Count == 0
            ? ""
            : $" Half of the replies took up to {Quantities.Time(machine.RoundTrips.Percentile(0.5))}, 99 % up to {Quantities.Time(machine.RoundTrips.Percentile(0.99))}, the slowest {Quantities.Time(machine.RoundTrips.Longest)}.";
        return new Finding("requests", Verdict.Ok, $"{name} got {Quantities.Count(machine.Requests, "request")}.{times}");
    }

    private static Finding Loss(MachineTraffic machine, string name)
    {
        long tries = machine.Requests + machine.Repeats;
        string share = string.Create(CultureInfo.InvariantCulture, $"{(double)machine.Lost / tries:0.0%}");
        if (machine.LossByLoad.FindEdge() is { } edge)
        {
            string found = string.Create(CultureInfo.InvariantCulture, $"{name} loses {edge.Share:0%} of the requests that come while {edge.Load - 1} or more are under way, and hardly any others: it has room for {edge.Load - 1}, and drops the {Ordinal(edge.Load)}.");
            return new Finding("loss", Verdict.Warning, found, $"Let no more than {edge.Load - 1} requests be under way at once.");
        }

        if (machine.Lost == 0)
            return new Finding("loss", Verdict.Ok, $"{name}: nothing was lost.");

        return new Finding(
            "loss",
            machine.Lost > tries * MuchLoss ? Verdict.Warning : Verdict.Note,
            $"{name}: {Quantities.Count(machine.Lost)} of {Quantities.Count(tries, "request")} ({share}), or the replies to them, were lost, whatever was under way.",
            "Loss that does not depend on the load is of the network: look at cables, switches, wireless links and firewalls on the way.");
    }

    private static IEnumerable<Finding> Troubles(MachineTraffic machine, string name)
    {
        long tries = machine.Requests + machine.Repeats;
        if (machine.Needless > 0)
        {
            yield return new Finding(
                "repeats",
                machine.Needless > tries * MuchInVain ? Verdict.Warning : Verdict.Note,
                $"{Quantities.Count(machine.Needless, "request")} to {name} were sent again though the reply was on its way.",
                machine.Needless > tries * MuchInVain ? "The host waits for too short a time: the machine does everything twice." : null);
        }

        if (machine.AfterRefusal > 0)
            yield return new Finding("repeats", Verdict.Warning, $"{Quantities.Count(machine.AfterRefusal, "time")} a request was sent to {name} again though it had been refused for good.", "Repeating cannot help there: the request must be another.");
        if (machine.Unanswered > 0)
            yield return new Finding("silence", Verdict.Warning, $"{Quantities.Count(machine.Unanswered, "request")} to {name} were never answered.", "The host gave up on them, a chip is dead, or the capture ends before the replies.");
        if (machine.Doubled > 0)
            yield return new Finding("repeats", Verdict.Note, $"{Quantities.Count(machine.Doubled, "reply", "replies")} of {name} came twice, by the network.");
        if (machine.Strange > 0)
            yield return new Finding("replies", Verdict.Note, $"{Quantities.Count(machine.Strange, "reply", "replies")} of {name} belong to no request in the file.", "The capture began in the middle, or did not hear all that was sent.");

        foreach ((ushort result, long count) in machine.Refusals)
            yield return Refusal((ScpResult)result, count, name);
    }

    private static Finding Refusal(ScpResult result, long count, string name) => result switch
    {
        ScpResult.NoBuffer or ScpResult.P2PBusy => new Finding("refusals", count > FewRefusals ? Verdict.Warning : Verdict.Note, $"{name} answered {Quantities.Count(count, "time")} {result}: it had no room, and asks for another try."),
        ScpResult.P2PNoReply or ScpResult.P2PTimeout or ScpResult.Timeout => new Finding("refusals", Verdict.Warning, $"{name} answered {Quantities.Count(count, "time")} {result}: a chip behind it does not answer.", "A monitor is busy or dead: 'spinnman info' tells which."),
        ScpResult.NoRoute => new Finding("refusals", Verdict.Note, $"{name} answered {Quantities.Count(count, "time")} NoRoute: the machine has no such chip."),
        _ => new Finding("refusals", Verdict.Warning, $"{name} answered {Quantities.Count(count, "time")} {result}."),
    };

    private static string Ordinal(int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{number}{(number % 100 is > 10 and < 14 || number % 10 > 3 ? "th" : s_ordinals[number % 10])}");
}
