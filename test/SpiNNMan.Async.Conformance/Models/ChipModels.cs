using System.Text.Json;
using SpiNNMan.Async.Applications;
using SpiNNMan.Async.Conformance.Checking;
using SpiNNMan.Async.Errors;
using SpiNNMan.Async.Iobufs;
using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;
using SpiNNMan.Async.Memory;
using SpiNNMan.Async.Wire;

namespace SpiNNMan.Async.Conformance.Models;

/// <summary>Checks what is read from a chip.</summary>
internal static class ChipModels
{
    // Where Python's name of a variable holds something else in the vectors: what it derives from them.
    private const string Derived = "@";

    public static string? CheckVersionInfo(JsonElement record)
    {
        if (!VersionInfo.TryParse(record.GetBytesFromOffset(), out VersionInfo version, out PacketError error))
            throw new InvalidPacketException(error);

        var comparison = new Comparison();
        if (record.Has("decoded"))
        {
            JsonElement decoded = record.GetProperty("decoded");
            comparison.Same("name", decoded.GetString("name"), version.Name);
            comparison.Same("hardware", decoded.GetString("hardware"), version.Hardware);
            comparison.Same("version string", decoded.GetString("version_string"), version.VersionString);
            comparison.Same("build date", decoded.GetInteger("build_date"), version.BuildDate.ToUnixTimeSeconds());
            comparison.Same("core", new CoreLocation(decoded.GetByte("x"), decoded.GetByte("y"), decoded.GetByte("p")), version.Core);
            comparison.Same("version", ReadVersion(decoded, "version_number"), version.Version);
        }

        return comparison.Result;
    }

    public static string? CheckCompatible(JsonElement record)
    {
        var comparison = new Comparison();
        comparison.Same("compatible", record.GetBoolean("decoded"), SoftwareCompatibility.IsScampCompatible(ReadVersion(record, "version")));
        return comparison.Result;
    }

    public static string? CheckChipInfo(JsonElement record)
    {
        if (!ChipStatus.TryParse(record.GetBytesFromOffset(), out ChipStatus status, out PacketError error))
            throw new InvalidPacketException(error);

        var comparison = new Comparison();
        if (record.Has("decoded"))
        {
            foreach (JsonProperty expected in record.GetProperty("decoded").EnumerateObject())
            {
                if (string.Equals(expected.Name, Derived, StringComparison.Ordinal))
                    CompareDerived(comparison, expected.Value, status);
                else
                    CompareVariable(comparison, expected, status.Variables);
            }
        }

        return comparison.Result;
    }

    public static string? CheckCoreInfo(JsonElement record)
    {
        var core = new CoreLocation(record.GetByte("x"), record.GetByte("y"), record.GetByte("p"));
        if (!CoreInfo.TryParse(core, record.GetBytesFromOffset(), out CoreInfo info, out PacketError error))
            throw new InvalidPacketException(error);

        var comparison = new Comparison();
        if (record.Has("decoded"))
            CompareCoreInfo(comparison, record.GetProperty("decoded"), info);

        return comparison.Result;
    }

    public static string? CheckCpuAddress(JsonElement record)
    {
        var comparison = new Comparison();
        comparison.Same("address", record.GetUInt32("decoded"), MemoryMap.GetCoreInfoAddress((int)record.GetInteger("p")));
        return comparison.Result;
    }

    public static string? CheckHeapElement(JsonElement record)
    {
        var element = new HeapElement(record.GetUInt32("block_address"), record.GetUInt32("next_address"), record.GetUInt32("free"));
        JsonElement decoded = record.GetProperty("decoded");
        var comparison = new Comparison();
        comparison.Same("block address", decoded.GetUInt32("block_address"), element.BlockAddress);
        comparison.Same("next address", decoded.GetUInt32("next_address"), element.NextAddress);
        comparison.Same("size", decoded.GetInteger("size"), element.Size);
        comparison.Same("is free", decoded.GetBoolean("is_free"), element.IsFree);
        comparison.Same("tag", decoded.GetUInt32OrNull("tag"), element.Tag);
        comparison.Same("application", decoded.GetUInt32OrNull("app_id"), element.ApplicationId);
        return comparison.Result;
    }

    public static string? CheckIobuf(JsonElement record)
    {
        var iobuf = new Iobuf(new CoreLocation(record.GetByte("x"), record.GetByte("y"), record.GetByte("p")), record.GetString("iobuf"));
        var comparison = new Comparison();
        comparison.Same("text", record.GetString("decoded"), iobuf.ToString());
        return comparison.Result;
    }

    public static string? CheckAppIds(JsonElement record)
    {
        JsonElement decoded = record.GetProperty("decoded");
        var tracker = new ApplicationIdTracker();
        long count = decoded.GetInteger("count");
        var comparison = new Comparison();
        comparison.Same("free", count, tracker.FreeCount);
        List<long> taken = [];
        while (tracker.FreeCount > 0 && taken.Count < count)
            taken.Add(tracker.GetNewId());

        comparison.Same("lowest", decoded.GetInteger("lowest"), taken.Min());
        comparison.Same("highest", decoded.GetInteger("highest"), taken.Max());
        comparison.Same("different", count, taken.Distinct().Count());
        comparison.Same("left", 0, tracker.FreeCount);
        return comparison.Result;
    }

    private static SoftwareVersion ReadVersion(JsonElement element, string name) => element.Integers(name) is [var major, var minor, var patch]
        ? new SoftwareVersion(major, minor, patch)
        : throw new UnknownRecordException($"{name} is not three numbers");

    private static void CompareVariable(Comparison comparison, JsonProperty expected, in SystemVariables variables)
    {
        if (!SystemVariable.TryFind(expected.Name, out SystemVariable? variable))
            comparison.Differs($"{expected.Name} is not known");
        else if (variable.Type == SystemVariableType.Bytes)
            comparison.SameBytes(expected.Name, expected.Value.GetHex("hex"), variables.GetBytes(variable));
        else
            comparison.Same(expected.Name, expected.Value.GetUInt64(), variables[variable]);
    }

    private static void CompareDerived(Comparison comparison, JsonElement expected, ChipStatus status)
    {
        foreach (JsonProperty field in expected.EnumerateObject())
        {
            switch (field.Name)
            {
                case "links_available":
                    comparison.SameList(field.Name, expected.Integers(field.Name), status.Links);
                    break;
                case "ip_address":
                    comparison.Same(field.Name, expected.GetStringOrNull(field.Name), status.IPAddress?.ToString());
                    break;
                case "virtual_core_ids":
                    comparison.SameList(field.Name, expected.Integers(field.Name), status.VirtualCores.Select(core => (int)core));
                    break;
                case "led_flash_period_ms":
                    comparison.Same(field.Name, expected.GetInteger(field.Name), (long)status.LedHalfPeriod.TotalMilliseconds);
                    break;
                case "leds":
                    comparison.SameList(field.Name, expected.GetList(field.Name).Select(led => led.GetUInt32()), [status.Variables.Led0, status.Variables.Led1]);
                    break;
                case "is_ethernet_available":
                    comparison.Same(field.Name, expected.GetBoolean(field.Name), status.IsEthernetAvailable);
                    break;
                default:
                    throw new UnknownRecordException(field.Name);
            }
        }
    }

    /// <summary>Compares what a core tells of itself with the fields of a record.</summary>
    public static void CompareCoreInfo(Comparison comparison, JsonElement decoded, CoreInfo info)
    {
        comparison.Same("core", new CoreLocation(decoded.GetByte("x"), decoded.GetByte("y"), decoded.GetByte("p")), info.Core);
        comparison.Same("state", decoded.GetString("state"), PythonNames.Of(PythonNames.CoreStates, "CPUState", info.State));
        comparison.Same("physical core", decoded.GetByte("physical_cpu_id"), info.PhysicalCore);
        comparison.Same("name", decoded.GetString("application_name"), info.ApplicationName);
        comparison.Same("application", decoded.GetByte("application_id"), info.ApplicationId);
        comparison.Same("time", decoded.GetUInt32("time"), info.LoadTime);
        comparison.Same("error", decoded.GetString("run_time_error"), PythonNames.Of(PythonNames.RunTimeErrors, "RunTimeError", info.RunTimeError));
        comparison.Same("application command", decoded.GetString("application_mailbox_command"), Mailbox(info.ApplicationMailboxCommand));
        comparison.Same("monitor command", decoded.GetString("monitor_mailbox_command"), Mailbox(info.MonitorMailboxCommand));
        comparison.Same("application mailbox", decoded.GetUInt32("application_mailbox_data_address"), info.ApplicationMailboxAddress);
        comparison.Same("monitor mailbox", decoded.GetUInt32("monitor_mailbox_data_address"), info.MonitorMailboxAddress);
        comparison.Same("software errors", decoded.GetInteger("software_error_count"), info.SoftwareErrorCount);
        comparison.Same("file", decoded.GetUInt32("software_source_filename_address"), info.SoftwareErrorFileAddress);
        comparison.Same("line", decoded.GetUInt32("software_source_line_number"), info.SoftwareErrorLine);
        comparison.Same("status register", decoded.GetUInt32("processor_state_register"), info.StatusRegister);
        comparison.Same("stack pointer", decoded.GetUInt32("stack_pointer"), info.StackPointer);
        comparison.Same("link register", decoded.GetUInt32("link_register"), info.LinkRegister);
        comparison.SameList("registers", decoded.GetList("registers").Select(word => word.GetUInt32()), info.Registers);
        comparison.SameList("user registers", decoded.GetList("user").Select(word => word.GetUInt32()), info.UserRegisters);
        comparison.Same("iobuf", decoded.GetUInt32("iobuf_address"), info.IobufAddress);
        comparison.Same("software version", decoded.GetUInt32("software_version"), info.SoftwareVersion);
    }

    private static string Mailbox(MailboxCommand command) => PythonNames.Of(PythonNames.MailboxCommands, "MailboxCommand", command);
}
