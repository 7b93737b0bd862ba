@ Bare start for a core: r0 is the number of turns. The result is written to 10000000, which ends the slice; then the core waits.
    .syntax unified
    .arm
    .section .start, "ax"
    .global _start
_start:
    b reset
    b .
    b .
    b .
    b .
    b .
    ldr pc, [pc, #0x18]
    b .
    .word 0, 0, 0, 0, 0, 0, interrupt, 0
reset:
    mov r4, r0
    mov r0, #0xd2
    msr cpsr_c, r0
    ldr sp, =0x0040f000
    mov r0, #0x5f
    msr cpsr_c, r0
    ldr sp, =0x0040e000
    mov r0, r4
    ldr r1, =run
    blx r1
    mov r1, #0x10000000
    str r0, [r1]
    mcr p15, 0, r0, c7, c0, 4
    b .

@ A handler of some forty instructions: counts, and acknowledges by a write to 10000004.
interrupt:
    sub lr, lr, #4
    stmfd sp!, {r0-r3, r12, lr}
    ldr r0, =0x0040fff0
    ldr r1, [r0]
    add r1, r1, #1
    str r1, [r0]
    mov r2, #0
    mov r3, #5
1:  add r2, r2, r1
    eor r2, r2, r1, lsl #3
    add r2, r2, r2, ror #7
    subs r3, r3, #1
    bne 1b
    str r2, [r0, #4]
    mov r1, #0x10000000
    str r2, [r1, #4]
    ldmfd sp!, {r0-r3, r12, pc}^
    .ltorg
