using System.Globalization;
using System.Net;
using SpiNNMan.Async.Captures;
using SpiNNMan.Async.Cli.Datagrams;
using SpiNNMan.Async.Cli.Diagnosis;
using SpiNNMan.Async.Cli.Output;

namespace SpiNNMan.Async.Cli.Explaining;

/// <summary>Finds out from a capture how well machines are reached: who talks to whom, what is lost, and who repeats in vain.</summary>
internal sealed class CaptureDiagnosis
{
    private const int MostMachines = 4096;
    private const int MostHostsTold = 32;
    private const int MostMachinesOfHost = 8;

    private readonly DatagramReader _reader = new();
    private readonly ExchangeBook _book;
    private readonly Dictionary<IPEndPoint, MachineTraffic> _machines = [];
    private readonly HashSet<IPEndPoint> _untold = [];
    private long _datagrams;
    private long _others;
    private int _frames;
    private DateTimeOffset? _first;
    private DateTimeOffset _last;

    public CaptureDiagnosis() => _book = new ExchangeBook(left => TrafficOf(left.Machine)?.OnLeft(left));

    /// <summary>Takes a datagram into account.</summary>
    /// <returns>The datagram and its place in an exchange; <see langword="null"/> if it has nothing to do with machines.</returns>
    public (ReadDatagram Datagram, ExchangeStep? Step)? Add(CapturedDatagram datagram)
    {
        ReadDatagram read = _reader.Read(datagram);
        _frames = datagram.Frame;
        if (read.Kind == DatagramKind.Other)
        {
            _others++;
            return null;
        }

        _datagrams++;
        _first ??= datagram.Time;
        _last = datagram.Time;
        ExchangeStep? step = read.Kind is DatagramKind.Request or DatagramKind.Reply ? _book.Follow(read) : null;
        if (read.Kind != DatagramKind.EventCommand)
            TrafficOf(read.Machine)?.Add(read, step);

        return (read, step);
    }

    /// <summary>The findings, at the end.</summary>
    public IEnumerable<Finding> Conclude()
    {
        _book.Finish();
        MachineTraffic[] machines = [.. _machines.Values.OrderBy(static machine => machine.EndPoint.ToString(), StringComparer.Ordinal)];
        yield return Whole(machines.Length);
        foreach (Finding finding in HostFindings(machines))
            yield return finding;

        foreach (MachineTraffic machine in machines)
        {
            foreach (Finding finding in MachineFindings.Of(machine))
                yield return finding;
        }

        string[] versions = [.. machines.SelectMany(static machine => machine.Versions).Where(static version => version.Contains("MP ", StringComparison.Ordinal) && !version.StartsWith("BC", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal)];
        if (versions.Length > 1)
            yield return new Finding("software", Verdict.Warning, $"Machines run different monitors: {string.Join(", ", versions)}.", "Boards of one machine must have the same one: boot them together.");
    }

    private Finding Whole(int machines)
    {
        string others = _others > 0 ? $" {Quantities.Count(_others, "datagram")} of other protocols are passed over." : "";
        if (_first is not { } first)
            return new Finding("file", Verdict.Problem, $"Nothing in it is of a SpiNNaker machine.{others}", "Was the right interface captured? Boards take commands at UDP port 17893.");

        string more = _untold.Count > 0 ? $" {Quantities.Count(_untold.Count, "further machine")} are not told of." : "";
        return new Finding(
            "file",
            Verdict.Ok,
            string.Create(CultureInfo.InvariantCulture, $"{Quantities.Count(_datagrams, "datagram")} of {Quantities.Count(machines, "machine")} in {Quantities.Time(_last - first)} from {first.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z, in frames up to {_frames}.{others}{more}"));
    }

    private static IEnumerable<Finding> HostFindings(MachineTraffic[] machines)
    {
        IGrouping<IPAddress, MachineTraffic>[] hosts = [.. machines.SelectMany(static machine => machine.Hosts.Select(host => (Host: host, Machine: machine))).GroupBy(static pair => pair.Host, static pair => pair.Machine)];
        foreach (IGrouping<IPAddress, MachineTraffic> host in hosts.Take(MostHostsTold))
        {
            MachineTraffic[] asked = [.. host];
            string names = string.Join(", ", asked.Take(MostMachinesOfHost).Select(static machine => machine.Versions.Count > 0 ? $"{machine.EndPoint} ({string.Join(", ", machine.Versions)})" : $"{machine.EndPoint}"));
            string more = asked.Length > MostMachinesOfHost ? $" and {Quantities.Count(asked.Length - MostMachinesOfHost)} more" : "";
            yield return new Finding("hosts", Verdict.Ok, $"{host.Key} talks to {names}{more}.");
        }

        foreach (MachineTraffic machine in machines.Where(static machine => machine.Hosts.Count > 1))
            yield return new Finding("hosts", Verdict.Note, $"{Quantities.Count(machine.Hosts.Count, "host")} talk to {machine.EndPoint} in turns.", "Tags, applications and memory of one can be in the way of the other.");
    }

    private MachineTraffic? TrafficOf(IPEndPoint machine)
    {
        if (_machines.TryGetValue(machine, out MachineTraffic? traffic))
            return traffic;

        if (_machines.Count < MostMachines)
            return _machines[machine] = new MachineTraffic(machine);

        if (_untold.Count < MostMachines)
            _untold.Add(machine);

        return null;
    }
}
