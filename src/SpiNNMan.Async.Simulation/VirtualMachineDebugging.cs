using System.Net;
using SpiNNMan.Async.Emulation.Debugging.Protocol;
using SpiNNMan.Async.Emulation.Debugging.Targets;

namespace SpiNNMan.Async.Simulation;

/// <summary>Debuggers and traces for the cores of a virtual machine that execute.</summary>
public static class VirtualMachineDebugging
{
    private const string NothingExecutes = "no executed core: boot the machine first";

    /// <summary>Waits for debuggers, such as gdb-multiarch with <c>target remote</c>. One that comes before the machine is booted is told so. One that comes before a program has been loaded sees a core that stands for those that will execute.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="endPoint">Where; port 0 lets the system choose one. Whoever reaches it can do with the cores what they want: keep to loopback addresses.</param>
    /// <returns>The server. Dispose of it before the machine.</returns>
    /// <exception cref="IOException">The address or port is not to be had.</exception>
    /// <remarks>Protocol: debugging.md.</remarks>
    public static DebugServer ListenForDebuggers(this VirtualMachine machine, IPEndPoint endPoint)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(endPoint);
        MachineDebugger? debugger = null;
        IDebuggedMachine? known = null;
        return new DebugServer(GdbServer.Start(endPoint, Find, NothingExecutes));

        MachineDebugger? Find()
        {
            IDebuggedMachine? debugged = machine.Debuggable.Prepare();
            if (debugged is null)
                return null;

            if (debugged != known)
                debugger = new MachineDebugger(debugged);
            known = debugged;
            return debugger;
        }
    }

    /// <summary>Traces, measures and counts what executes, from now on.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="options">The traces to write.</param>
    /// <returns>An object whose disposal ends the tracing and writes the files. Dispose of it before the machine.</returns>
    /// <exception cref="InvalidDataException">The program is no ELF file for these cores, or damaged.</exception>
    public static RunTracing StartTracing(this VirtualMachine machine, TracingOptions options)
    {
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(options);
        options.MakeReadOnly();
        return new RunTracing(machine.Debuggable, options);
    }
}
