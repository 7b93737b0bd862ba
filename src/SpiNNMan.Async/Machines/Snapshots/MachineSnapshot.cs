using System.Text.Json;
using SpiNNMan.Async.Errors;

namespace SpiNNMan.Async.Machines.Snapshots;

/// <summary>The state of a machine at some time, to be stored and compared.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Taken">The time; <see langword="null"/> if it is not known.</param>
/// <param name="Software">The software of its monitors; <see langword="null"/> if it is not known.</param>
/// <param name="Host">The name or address by which it was opened; <see langword="null"/> if it is not known.</param>
/// <example><code>
/// MachineSnapshot now = transceiver.TakeSnapshot();
/// await File.WriteAllTextAsync("machine.json", now.ToJson());
/// foreach (MachineChange change in MachineChange.Between(MachineSnapshot.FromJson(old).Machine, now.Machine))
///     Console.WriteLine(change);
/// </code></example>
/// <remarks>The JSON is that in which SpiNNaker software keeps machines, with more in it. Protocol: models.md, "Machines as JSON".</remarks>
public sealed record MachineSnapshot(Machine Machine, DateTimeOffset? Taken = null, string? Software = null, string? Host = null)
{
    /// <summary>Reads a snapshot, or a machine that other software wrote.</summary>
    /// <param name="json">The JSON.</param>
    /// <exception cref="InvalidParameterException">The text is no JSON, or not the JSON of a machine. The error names the fault and its place.</exception>
    public static MachineSnapshot FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            MachineJson machine = JsonSerializer.Deserialize(json, MachineJsonContext.Default.MachineJson) ?? throw new JsonException("It is null.");
            return new MachineSnapshot(MachineJsonMapper.ToMachine(machine), machine.Spinnman?.Taken, machine.Spinnman?.Software, machine.Spinnman?.Host);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidParameterException(nameof(json), $"{json.Length} characters", $"it must be the JSON of a machine: {exception.Message}");
        }
    }

    /// <summary>Writes it as one line.</summary>
    public string ToJson()
    {
        MachineJson machine = MachineJsonMapper.FromMachine(Machine) with { Spinnman = new OriginJson(Taken, Software, Host) };
        return JsonSerializer.Serialize(machine, MachineJsonContext.Default.MachineJson);
    }
}
