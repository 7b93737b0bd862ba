namespace SpiNNMan.Async.Diagnostics;

/// <summary>Marks a part of a machine whose asynchronous methods have activities. The compiler makes a derived class with them.</summary>
/// <param name="part">The name of the part, which the names of the activities begin with.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class TracedAttribute(string part) : Attribute
{
    /// <summary>The name of the part.</summary>
    public string Part { get; } = part;
}
