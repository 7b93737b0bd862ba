using System.Text.Json;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Wire.Boot;
using SpiNNMan.Async.Wire.Eieio;
using SpiNNMan.Async.Wire.Scp;

namespace SpiNNMan.Async.Conformance.Models;

/// <summary>Enumerations, constants and tables.</summary>
internal sealed class EnumSuite : IDocumentSuite
{
    public string FileName => "enums.json";

    public IEnumerable<(string Name, string? Difference)> Check(JsonElement document)
    {
        foreach (JsonProperty part in document.EnumerateObject())
        {
            foreach ((string name, string? difference) in CheckPart(part))
                yield return ($"{part.Name}/{name}", difference);
        }
    }

    private static IEnumerable<(string Name, string? Difference)> CheckPart(JsonProperty part) => part.Name switch
    {
        "about" or "reference" or "set" or "count" => [],
        "enums" => part.Value.EnumerateObject().SelectMany(CheckEnum),
        "constants" => Each(part.Value, CheckConstant),
        "signal_types" => Each(part.Value, CheckSignal),
        "eieio_types" => Each(part.Value, CheckEieioType),
        "executable_types" => Each(part.Value, CheckExecutableType),
        "board_boot_values" => Each(part.Value, CheckBoard),
        "access_unit" => part.Value.EnumerateArray().Select(row => ($"{row[0]} {row[1]}", CheckAccessUnit(row))),
        "system_variables" => part.Value.EnumerateArray().Select(row => (row.GetString("name"), CheckSystemVariable(row))),
        _ => [(part.Name, "not known")],
    };

    private static IEnumerable<(string Name, string? Difference)> Each(JsonElement part, Func<JsonProperty, string?> check) =>
        part.EnumerateObject().Select(member => (member.Name, check(member)));

    private static IEnumerable<(string Name, string? Difference)> CheckEnum(JsonProperty expected)
    {
        if (!EnumTable.Classes.TryGetValue(expected.Name, out IReadOnlyDictionary<string, long>? members))
            return [(expected.Name, "not known")];

        return Each(expected.Value, member =>
        {
            if (!members.TryGetValue(member.Name, out long number))
                return "not known";

            var comparison = new Comparison();
            comparison.Same("number", member.Value.AsInteger(), number);
            return comparison.Result;
        }).Select(member => ($"{expected.Name}.{member.Name}", member.Difference));
    }

    private static string? CheckConstant(JsonProperty expected)
    {
        if (!ConstantTable.Constants.TryGetValue(expected.Name, out double actual))
            return "not known";

        var comparison = new Comparison();
        comparison.Same("value", expected.Value.GetDouble(), actual);
        return comparison.Result;
    }

    private static string? CheckSignal(JsonProperty expected)
    {
        var comparison = new Comparison();
        SignalType type = SignalTypes.For(PythonNames.Signals[expected.Name]);
        comparison.Same("type", expected.Value.GetString(), PythonNames.Of(PythonNames.SignalTypes, type));
        return comparison.Result;
    }

    private static string? CheckEieioType(JsonProperty expected)
    {
        EieioType type = PythonNames.EieioTypes[expected.Name];
        var comparison = new Comparison();
        comparison.Same("value", expected.Value.GetInteger("value"), (long)type);
        comparison.Same("key", expected.Value.GetInteger("key_bytes"), type.KeySize);
        comparison.Same("payload", expected.Value.GetInteger("payload_bytes"), type.PayloadSize);
        comparison.Same("greatest", expected.Value.GetInteger("max_value"), type.MaxValue);
        return comparison.Result;
    }

    private static string? CheckExecutableType(JsonProperty expected)
    {
        ExecutableType type = PythonNames.ExecutableTypes[expected.Name];
        var comparison = new Comparison();
        comparison.Same("value", expected.Value.GetInteger("value"), (long)type);
        comparison.SameList("start", States(expected.Value, "start_state"), type.StartStates);
        comparison.SameList("end", States(expected.Value, "end_state"), type.EndStates);
        comparison.Same("pauses", expected.Value.GetBoolean("supports_auto_pause_and_resume"), type.SupportsAutoPauseAndResume);
        return comparison.Result;
    }

    private static string? CheckBoard(JsonProperty expected)
    {
        BootBoard board = BootBoard.OfVersion(int.Parse(expected.Name, System.Globalization.CultureInfo.InvariantCulture));
        var comparison = new Comparison();
        comparison.Same("version", expected.Value.GetInteger("hardware_version", (long)SystemVariable.HardwareVersion.Default), board.HardwareVersion);
        comparison.Same("leds", expected.Value.GetInteger("led_0", (long)SystemVariable.Led0.Default), board.Leds);
        return comparison.Result;
    }

    private static string? CheckAccessUnit(JsonElement row)
    {
        var comparison = new Comparison();
        AccessUnit unit = AccessUnits.For(row[0].GetUInt32(), row[1].GetInt32());
        comparison.Same("unit", row[2].GetString(), PythonNames.Of(PythonNames.AccessUnits, unit));
        return comparison.Result;
    }

    private static string? CheckSystemVariable(JsonElement row)
    {
        if (!SystemVariable.TryFind(row.GetString("name"), out SystemVariable? variable))
            return "not known";

        var comparison = new Comparison();
        comparison.Same("python name", row.GetString("name"), variable.PythonName);
        comparison.Same("offset", row.GetInteger("offset"), variable.Offset);
        comparison.Same("size", row.GetInteger("size"), variable.Size);
        comparison.Same("type", row.GetString("type"), ConstantTable.VariableTypes[variable.Type]);
        JsonElement expected = row.GetProperty("default");
        if (expected.ValueKind == JsonValueKind.Object)
            comparison.Same("default", variable.Default == 0, expected.GetHex("hex").All(value => value == 0));
        else
            comparison.Same("default", expected.GetUInt64(), variable.Default);

        return comparison.Result;
    }

    private static IEnumerable<CoreState> States(JsonElement expected, string name) =>
        expected.GetList(name).Select(state => PythonNames.CoreStates[state.GetString() ?? ""]);
}
