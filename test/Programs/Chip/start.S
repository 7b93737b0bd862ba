@ The vectors, stacks for all modes, then main(r0) in system mode with interrupts masked, then sleep for ever.
    .arm
    .section .text.start, "ax"
    .global _start
_start:
    b reset
    b undefined
    b software
    b prefetch
    b data
    nop
    ldr pc, [pc, #-0xff0]
    b fiq

reset:
    msr cpsr_c, #0xd1
    ldr sp, =0x0040e000
    msr cpsr_c, #0xd2
    ldr sp, =0x0040f000
    msr cpsr_c, #0xdf
    ldr sp, =0x00410000
    bl main
stop:
    mcr p15, 0, r0, c7, c0, 4
    b stop

@ What went wrong is left at the end of the results.
undefined: mov r0, #1
    b failed
software: mov r0, #2
    b failed
prefetch: mov r0, #3
    b failed
data: mov r0, #4
failed:
    ldr r1, =0x00400ffc
    str r0, [r1]
    b stop

    .weak fiq
fiq: b fiq
