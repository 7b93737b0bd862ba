namespace SpiNNMan.Async.Emulation.Debugging.Targets;

/// <summary>A machine as a debugger sees and controls it. Cores are known by their index. Safe for several threads.</summary>
internal interface IDebugTarget
{
    /// <summary>How many cores there are.</summary>
    int CoreCount { get; }

    /// <summary>The core that stopped last: the one that a debugger shows first.</summary>
    int CurrentCore { get; }

    /// <summary>Whether the run can be had again, so that one can go backwards.</summary>
    bool CanGoBack { get; }

    /// <summary>Whether cores stop by themselves while others go on. If not, which is the default, the whole machine stops.</summary>
    bool IsNonStop { get; }

    /// <summary>Called when a core, or with it the machine, stands still. From any thread.</summary>
    Action<StopEvent>? Stopped { get; set; }

    /// <summary>The name of a core: x,y,p.</summary>
    string NameOf(int core);

    /// <summary>The application and the state of a core.</summary>
    string Describe(int core);

    /// <summary>Whether a core stands still.</summary>
    bool IsStopped(int core);

    /// <summary>A register: 0 to 15, and 16 for the CPSR.</summary>
    uint ReadRegister(int core, int register);

    /// <summary>Writes a register: 0 to 15, and 16 for the CPSR.</summary>
    void WriteRegister(int core, int register, uint value);

    /// <summary>Reads what a core addresses. Nothing changes, whatever is there.</summary>
    /// <returns>How many bytes could be read, from the start.</returns>
    int ReadMemory(int core, uint address, Span<byte> bytes);

    /// <summary>Writes what a core addresses. A register of a device does what it does when the core writes.</summary>
    /// <returns>How many bytes could be written, from the start.</returns>
    int WriteMemory(int core, uint address, ReadOnlySpan<byte> bytes);

    /// <summary>Adds a stop point on the cores that the debugger has chosen; all unless it has. One that is there already is kept.</summary>
    void Add(StopPoint point);

    /// <summary>Removes a stop point. One that is not there is none.</summary>
    void Remove(StopPoint point);

    /// <summary>Stops the whole machine, and has the debugger told.</summary>
    void Stop();

    /// <summary>Lets the whole machine go on. Every core passes the stop point at which it is.</summary>
    void Continue();

    /// <summary>Lets the machine go on until a core has executed one instruction or, with a range, is outside of it.</summary>
    void Step(int core, uint start, uint end);

    /// <summary>Says whether cores stop by themselves.</summary>
    void SetNonStop(bool isNonStop);

    /// <summary>Stops one core, if cores stop by themselves.</summary>
    void StopCore(int core);

    /// <summary>Lets one core go on, if cores stop by themselves.</summary>
    void ContinueCore(int core);

    /// <summary>Lets one core execute one instruction, if cores stop by themselves.</summary>
    void StepCore(int core, uint start, uint end);

    /// <summary>Goes back to before the instruction that a core has executed last.</summary>
    StopEvent StepBack(int core);

    /// <summary>Goes back to the last stop point before.</summary>
    StopEvent ContinueBack(int core);

    /// <summary>Executes a command of the machine's own.</summary>
    /// <param name="core">The core that the debugger looks at.</param>
    /// <param name="command">The command and its arguments.</param>
    /// <returns>Its text.</returns>
    string Execute(int core, string command);

    /// <summary>A debugger has come: the machine stops.</summary>
    void Attach();

    /// <summary>The debugger has gone: its stop points are forgotten, and the machine goes on.</summary>
    void Detach();
}
