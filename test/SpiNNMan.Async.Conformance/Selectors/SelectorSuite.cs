using System.Text.Json;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Connections.Selectors;
using SpiNNMan.Async.Machines;

namespace SpiNNMan.Async.Conformance.Selectors;

/// <summary>Which of several connections a message takes.</summary>
internal sealed class SelectorSuite : IVectorSuite
{
    public string FileName => "selectors.json";

    public string? Check(JsonElement record)
    {
        NumberedConnection[] connections =
            [.. record.GetList("connections").Select((chip, index) => new NumberedConnection(index, ReadChip(chip)))];
        string name = record.GetString("class");
        try
        {
            return Compare(record, Make(name, connections, ReadMachine(record)));
        }
        catch (ArgumentException) when (record.Has("error"))
        {
            return null;
        }
    }

    private static string? Compare(JsonElement record, IConnectionSelector<NumberedConnection> selector)
    {
        if (record.Has("error"))
            return $"expected {record.GetProperty("error")}, it succeeds";

        var comparison = new Comparison();
        foreach (JsonElement pick in record.GetList("picks"))
        {
            ChipLocation destination = ReadChip(pick);
            comparison.Same($"to {destination}", pick[2].GetInt32(), selector.Select(destination).Index);
        }

        return comparison.Result;
    }

    private static IConnectionSelector<NumberedConnection> Make(string name, NumberedConnection[] connections, MachineGeometry? machine) => name switch
    {
        "FixedConnectionSelector" => new FixedConnectionSelector<NumberedConnection>(connections[0]),
        "RoundRobinConnectionSelector" => new RoundRobinConnectionSelector<NumberedConnection>(connections),
        "MostDirectConnectionSelector" => new MostDirectConnectionSelector<NumberedConnection>(connections, machine),
        _ => throw new UnknownRecordException($"class {name}"),
    };

    private static MachineGeometry? ReadMachine(JsonElement record) =>
        record.Has("machine") ? new MachineGeometry(record.GetProperty("machine")[0].GetInt32(), record.GetProperty("machine")[1].GetInt32()) : null;

    private static ChipLocation ReadChip(JsonElement element) => new(element[0].GetByte(), element[1].GetByte());

    private sealed record NumberedConnection(int Index, ChipLocation Chip) : IHasChipLocation;
}
