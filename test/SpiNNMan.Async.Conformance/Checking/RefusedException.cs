namespace SpiNNMan.Async.Conformance.Checking;

/// <summary>A vector asks for what the library's types cannot even express, for instance a byte of 256: that is a refusal too.</summary>
internal sealed class RefusedException(string what) : Exception(what);
