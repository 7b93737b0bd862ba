using System.Globalization;
using System.Security;
using System.Text;
using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Emulation.Debugging.Protocol;

/// <summary>The documents by which a debugger learns what it debugs.</summary>
internal static class TargetDescription
{
    /// <summary>The number of the CPSR in the protocol. Those between it and the PC are of a coprocessor that is not there.</summary>
    public const int StatusNumber = 25;

    /// <summary>The registers: those of the ARM core with its status, and nothing else.</summary>
    public static string Registers { get; } = MakeRegisters();

    /// <summary>The number of a register in the target, by its number in the protocol.</summary>
    /// <returns>The number; less than 0 if there is none.</returns>
    public static int RegisterOf(uint number) => number switch
    {
        < 16 => (int)number,
        StatusNumber => 16,
        _ => -1,
    };

    /// <summary>The cores.</summary>
    public static string Threads(IDebugTarget target)
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?>\n<threads>\n");
        for (int core = 0; core < target.CoreCount; core++)
        {
            text.Append(CultureInfo.InvariantCulture, $"<thread id=\"{core + 1:x}\" core=\"{core}\" name=\"{SecurityElement.Escape(target.NameOf(core))}\">{SecurityElement.Escape(target.Describe(core))}</thread>\n");
        }

        return text.Append("</threads>\n").ToString();
    }

    private static string MakeRegisters()
    {
        var text = new StringBuilder("<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n<target version=\"1.0\">\n<architecture>armv5te</architecture>\n<feature name=\"org.gnu.gdb.arm.core\">\n");
        for (int register = 0; register < 13; register++) text.Append(CultureInfo.InvariantCulture, $"<reg name=\"r{register}\" bitsize=\"32\" type=\"uint32\"/>\n");
        text.Append("<reg name=\"sp\" bitsize=\"32\" type=\"data_ptr\"/>\n<reg name=\"lr\" bitsize=\"32\" type=\"int\"/>\n<reg name=\"pc\" bitsize=\"32\" type=\"code_ptr\"/>\n");
        text.Append(CultureInfo.InvariantCulture, $"<reg name=\"cpsr\" bitsize=\"32\" type=\"int\" regnum=\"{StatusNumber}\"/>\n</feature>\n</target>\n");
        return text.ToString();
    }
}
