using SpiNNMan.Async.Machines;
using SpiNNMan.Async.Machines.Variables;

namespace SpiNNMan.Async.Cli.Structs;

/// <summary>The structures that this program knows without a file.</summary>
internal static class KnownStructs
{
    /// <summary>The name of the system variables of a chip.</summary>
    public const string SystemVariables = "sv";

    /// <summary>The name of the block of a core.</summary>
    public const string CoreBlock = "vcpu";

    private const string Blocks = """
        name = vcpu
        size = 128
        base = 0
        r0 V 0x00 %08x 0
        r1 V 0x04 %08x 0
        r2 V 0x08 %08x 0
        r3 V 0x0c %08x 0
        r4 V 0x10 %08x 0
        r5 V 0x14 %08x 0
        r6 V 0x18 %08x 0
        r7 V 0x1c %08x 0
        psr V 0x20 %08x 0
        sp V 0x24 %08x 0
        lr V 0x28 %08x 0
        rt_code C 0x2c %d 0
        phys_cpu C 0x2d %d 0
        cpu_state C 0x2e %d 0
        app_id C 0x2f %d 0
        mbox_ap_msg V 0x30 %08x 0
        mbox_mp_msg V 0x34 %08x 0
        mbox_ap_cmd C 0x38 %d 0
        mbox_mp_cmd C 0x39 %d 0
        sw_count v 0x3a %d 0
        sw_file V 0x3c %08x 0
        sw_line V 0x40 %d 0
        time V 0x44 %d 0
        app_name A16 0x48 %s 0
        iobuf V 0x58 %08x 0
        sw_ver V 0x5c %08x 0
        __PAD[4] V 0x60 %08x 0
        user0 V 0x70 %08x 0
        user1 V 0x74 %08x 0
        user2 V 0x78 %08x 0
        user3 V 0x7c %08x 0
        """;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<StructDefinition> All { get; } = [OfSystemVariables(), .. StructFile.Parse(Blocks, "the built-in definitions")];

    private static StructDefinition OfSystemVariables() => new(
        SystemVariables,
        SystemVariable.BlockSize,
        MemoryMap.SystemVariables,
        [.. SystemVariable.All.Select(static variable => variable.Type == SystemVariableType.Bytes
            ? new StructField(NameOf(variable), 'C', 1, variable.Offset, variable.Size, variable.Description)
            : new StructField(NameOf(variable), PackOf(variable.Size), variable.Size, variable.Offset, 1, variable.Description))]);

    private static string NameOf(SystemVariable variable) => variable.FirmwareName ?? variable.PythonName;

    private static char PackOf(int size) => size switch
    {
        1 => 'C',
        2 => 'v',
        4 => 'V',
        _ => 'Q',
    };
}
