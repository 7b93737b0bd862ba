using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using SpiNNMan.Async.Emulation.Cpu.Interpreter;
using SpiNNMan.Async.Emulation.Cpu.State;

namespace SpiNNMan.Async.Emulation.Cpu.Translation;

/// <summary>The fields and methods that translated code refers to.</summary>
internal static class CoreMembers
{
    public static readonly FieldInfo Registers = Field(nameof(ArmCore.R));
    public static readonly FieldInfo N = Field(nameof(ArmCore.N));
    public static readonly FieldInfo Z = Field(nameof(ArmCore.Z));
    public static readonly FieldInfo C = Field(nameof(ArmCore.C));
    public static readonly FieldInfo V = Field(nameof(ArmCore.V));
    public static readonly FieldInfo Thumb = Field(nameof(ArmCore.Thumb));
    public static readonly FieldInfo NextPc = Field(nameof(ArmCore.NextPc));
    public static readonly FieldInfo Attention = Field(nameof(ArmCore.Attention));
    public static readonly FieldInfo Time = Field(nameof(ArmCore.Time));
    public static readonly FieldInfo Limit = Field(nameof(ArmCore.Limit));
    public static readonly FieldInfo DtcmBias = Field(nameof(ArmCore.DtcmBias));
    public static readonly FieldInfo ItcmStart = Field(nameof(ArmCore.ItcmStart));
    public static readonly MethodInfo Interpret = Method(typeof(TranslatedCode), nameof(TranslatedCode.Interpret));
    public static readonly MethodInfo InterpretLast = Method(typeof(TranslatedCode), nameof(TranslatedCode.InterpretLast));
    public static readonly MethodInfo ReadStatus = Method(typeof(TranslatedCode), nameof(TranslatedCode.ReadStatus));
    public static readonly MethodInfo WriteSavedStatus = Method(typeof(ProgramStatus), nameof(ProgramStatus.WriteSaved));
    public static readonly MethodInfo WriteControl = Method(typeof(TranslatedCode), nameof(TranslatedCode.WriteControl));
    public static readonly MethodInfo IsDtcmRange = Method(typeof(Shifts), nameof(Shifts.IsDtcmRange));

    /// <summary>A method of the shifter or the flags.</summary>
    public static MethodInfo Shift(string name) => Method(typeof(Shifts), name);

    /// <summary>The method for loads and stores outside of DTCM.</summary>
    public static MethodInfo Access(bool load, AccessSize size) => Method(typeof(MemoryAccess), (load ? "Load" : "Store") + size);

    private static FieldInfo Field(string name) => typeof(ArmCore).GetField(name, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!;

    private static MethodInfo Method([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type type, string name) => type.GetMethod(name, BindingFlags.Static | BindingFlags.Public)!;
}
